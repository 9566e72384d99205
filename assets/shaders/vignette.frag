// Darkens the picture towards its edges; clear in the middle.
uniform float darkness;   // of the edges, 0 to 1
in vec2 across;
out vec4 fragment;

const float CLEAR = 0.38;   // the middle that stays as it is, beside the way to an edge
const vec3 DARK = vec3(0.030, 0.024, 0.026);

void main() {
    float away = length(across);
    float shade = smoothstep(CLEAR, 1.12, away);
    // Half a step of noise: long gradients in the dark would show their bands.
    float grain = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
    fragment = vec4(DARK, clamp(darkness * shade + grain / 255.0 * step(0.001, shade), 0.0, 1.0));
}
