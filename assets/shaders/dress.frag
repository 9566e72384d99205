// Pictures over panels: one layer a map, as it is coloured already; where alpha is 0 there is none.
uniform sampler2DArray pictures;
in vec3 uvw;
out vec4 fragment;

void main() {
    vec4 colour = texture(pictures, vec3(clamp(uvw.xy, 0.0, 1.0), floor(uvw.z + 0.5)));
    if (colour.a < 0.5) discard;
    fragment = vec4(colour.rgb, 1.0);
}
