// Darkens the picture behind letters.
in vec2 uv;
out vec4 fragment;

void main() {
    fragment = vec4(0.05, 0.04, 0.045, 0.86);
}
