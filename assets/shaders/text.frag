uniform sampler2D p3d_Texture0;
in vec2 uv;
in vec4 colour;
out vec4 fragment;

void main() {
    float cover = texture(p3d_Texture0, uv).a;
    if (cover < 0.02) discard;
    fragment = vec4(colour.rgb, colour.a * cover);
}
