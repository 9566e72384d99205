// Bright with a dark rim, so that it is seen before bright and dark alike. Nothing hides a dot.
in vec2 across;
flat in float is_dot;
in vec4 colour;
out vec4 fragment;

const float BEAM_RIM = 0.70, DOT_RIM = 0.72;
const vec3 DARK = vec3(0.060, 0.046, 0.048);

void main() {
    vec2 away = vec2(abs(across.x), length(across)), steps = vec2(fwidth(across.x), fwidth(away.y));
    bool is_round = is_dot > 0.5;
    float out_there = is_round ? away.y : away.x, pixel = max(is_round ? steps.y : steps.x, 1e-4);
    float cover = clamp((1.0 - out_there) / pixel, 0.0, 1.0);
    float rim = clamp((out_there - (is_round ? DOT_RIM : BEAM_RIM)) / pixel + 0.5, 0.0, 1.0);
    // A beam's rim takes part of its width only where there are pixels enough for it.
    rim *= is_round ? 1.0 : 1.0 - smoothstep(0.5, 0.9, pixel);
    if (cover * colour.a < 0.01) discard;
    fragment = vec4(mix(colour.rgb, DARK, 0.85 * rim), colour.a * cover);
    gl_FragDepth = is_round ? 0.0 : gl_FragCoord.z;
}
