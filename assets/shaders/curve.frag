// A rim fades over the width of one pixel, however far away it is.
in float from_middle;
in vec4 colour;
out vec4 fragment;

void main() {
    float cover = clamp((1.0 - abs(from_middle)) / max(fwidth(from_middle), 1e-4), 0.0, 1.0);
    if (cover * colour.a < 0.01) discard;
    fragment = vec4(colour.rgb, colour.a * cover);
}
