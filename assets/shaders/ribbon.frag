// A line fades over the width of one pixel and has a dark rim, so that it is seen before bright and dark alike; a dashed
// one becomes a faint whole one where its dashes are too small.
in float from_middle;
in float dashes;
in vec4 colour;
out vec4 fragment;

const float PERIOD_M = 0.60, SHARE = 0.56;
const float RIM = 0.70;
const vec3 DARK = vec3(0.060, 0.046, 0.048);

void main() {
    float out_there = abs(from_middle), pixel = max(fwidth(from_middle), 1e-4);
    float cover = clamp((1.0 - out_there) / pixel, 0.0, 1.0);
    // A rim takes part of the width only where there are pixels enough for it.
    float rim = clamp((out_there - RIM) / pixel + 0.5, 0.0, 1.0) * (1.0 - smoothstep(0.5, 0.9, pixel));
    if (dashes >= 0.0) {
        float turn = dashes / PERIOD_M, width = max(fwidth(turn), 1e-4);
        float away = abs(fract(turn) - 0.5);
        float dash = clamp((SHARE / 2.0 - away) / width + 0.5, 0.0, 1.0);
        cover *= mix(dash, SHARE, smoothstep(0.25, 0.6, width));
    }
    if (cover * colour.a < 0.01) discard;
    fragment = vec4(mix(colour.rgb, DARK, 0.85 * rim), colour.a * cover);
}
