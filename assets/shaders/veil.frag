// Darkens everything, or what is far from straight ahead: the same for both eyes, whatever their lenses are.
uniform float darkness;   // of everything, 0 to 1
uniform float edge_darkness;      // of what is far from straight ahead, 0 to 1
in vec3 way;
out vec4 fragment;

const float CLEAR = 0.42, DARK_FROM = 0.80;     // radians from straight ahead
const vec3 DARK = vec3(0.030, 0.024, 0.026);

void main() {
    float off = acos(clamp(normalize(way).y, -1.0, 1.0));
    float shade = edge_darkness * smoothstep(CLEAR, DARK_FROM, off);
    // Half a step of noise: long gradients in the dark would show their bands.
    float grain = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
    fragment = vec4(DARK, clamp(max(darkness, shade + grain / 255.0 * step(0.001, shade)), 0.0, 1.0));
}
