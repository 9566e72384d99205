// Signed values as cells, the legend of their colours, and the plate behind both.
// Step 0 is no cell at all, 128 the value 0; places below 0 are no maps: see game/world/weights.py.
uniform sampler2DArray cells;
uniform vec2 cells_size;
uniform float opacity;
in vec3 uvw;
out vec4 fragment;

const float LEGEND = -1.0;
const vec3 MARK = vec3(1.0, 0.925, 0.839);

// A plus or a minus in the middle of a cell, for those who do not tell its colours apart.
float sign_of(vec2 from_middle, float value, float size) {
    vec2 away = abs(from_middle);
    float thick = 0.055, arm = 0.17;
    float across = max(away.x - arm, away.y - thick), upright = max(away.y - arm, away.x - thick);
    float outside = value > 0.5 ? min(across, upright) : across;
    return smoothstep(size * 0.5, -size * 0.5, outside) * (1.0 - smoothstep(0.05, 0.085, size));
}

void main() {
    vec2 place = clamp(uvw.xy, 0.0, 0.99999);
    vec2 width = max(fwidth(uvw.xy), 1e-6);
    vec2 cell = place * cells_size, within = fract(cell) - 0.5;
    float size = max(width.x * cells_size.x, width.y * cells_size.y);
    if (uvw.z < LEGEND - 0.5) {
        fragment = vec4(0.05, 0.04, 0.045, opacity);
    } else if (uvw.z < LEGEND + 0.5) {
        float middle = 1.0 - smoothstep(0.8, 1.8, abs(place.x - 0.5) / width.x);
        fragment = vec4(mix(coloured((1.0 + 254.0 * place.x) / 255.0), MARK, middle), 1.0);
    } else {
        float value = texelFetch(cells, ivec3(ivec2(cell), int(uvw.z + 0.5)), 0).r;
        if (value < 0.5 / 255.0) discard;
        float far = abs(value - 128.0 / 255.0) * 255.0 / 127.0;
        float mark = sign_of(within, value, size) * smoothstep(0.04, 0.20, far);
        float gap = smoothstep(0.46 - size, 0.46 + size * 0.5, max(abs(within.x), abs(within.y)));
        float shade = 1.0 - 0.45 * gap * (1.0 - smoothstep(0.10, 0.30, size));
        fragment = vec4(coloured(value) * shade * (1.0 - 0.55 * mark), 1.0);
    }
}
