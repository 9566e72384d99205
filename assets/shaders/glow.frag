in vec2 uv;
in vec3 glow_colour;
out vec4 fragment;

void main() {
    float fall = max(0.0, 1.0 - length(uv));
    fragment = vec4(glow_colour * fall * fall, 1.0);
}
