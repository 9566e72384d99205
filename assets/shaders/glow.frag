uniform float wave_m;      // how far along the thread the wave of light has come; far below 0 when there is none
in vec2 uv;
in vec3 glow_colour;
flat in float is_thread;
out vec4 fragment;

float soft() {
    float fall = max(0.0, 1.0 - length(uv));
    return fall * fall;
}

float thread() {
    // The middle 0.34 m is the thread itself, the rest is its glow on the stone.
    float across = abs(uv.x);
    float core = 1.0 - smoothstep(0.155, 0.17, across);
    float chevron = fract((uv.y + across * 0.9) / 1.25);
    float arrow = smoothstep(0.30, 0.33, chevron) * (1.0 - smoothstep(0.55, 0.58, chevron));
    float near_wave = exp(-pow((uv.y - wave_m) / 1.6, 2.0));
    float glow = pow(max(0.0, 1.0 - across / 0.85), 3.0);
    return core * (0.34 + 0.34 * arrow) + glow * 0.16 + near_wave * (core * 0.30 + glow * 0.55);
}

void main() {
    fragment = vec4(glow_colour * (is_thread > 0.5 ? thread() : soft()), 1.0);
}
