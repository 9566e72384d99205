// Bright with a dark rim, so that it is seen before bright and dark alike.
in vec2 across;
in vec4 colour;
out vec4 fragment;

const float RIM = 0.72;
const vec3 DARK = vec3(0.060, 0.046, 0.048);

void main() {
    float away = length(across), pixel = max(fwidth(away), 1e-4);
    float cover = clamp((1.0 - away) / pixel, 0.0, 1.0);
    float rim = clamp((away - RIM) / pixel + 0.5, 0.0, 1.0);
    if (cover * colour.a < 0.01) discard;
    fragment = vec4(mix(colour.rgb, DARK, 0.85 * rim), colour.a * cover);
}
