uniform sampler2D sky;
in vec2 uv;
out vec4 fragment;

void main() {
    fragment = vec4(texture(sky, uv).rgb, 1.0);
}
