// A drawing, and over it which of its pixels speak for an answer, orange, and which against it, blue.
// Step 128 of the signed palette is 0: see game/ui/reasons.py.
uniform sampler2D drawn;
uniform sampler2D reasons;
uniform vec2 reasons_size;
uniform vec4 edges;          // left, upper, right and lower edge of the reasons' picture on this face
in vec2 uv;
out vec4 fragment;

const vec3 PAPER = vec3(0.062, 0.050, 0.056);
const vec3 PENCIL = vec3(1.0, 0.965, 0.905);

// A plus or a minus in the middle of a cell, for those who do not tell its colours apart.
float sign_of(vec2 from_middle, float value, float size) {
    vec2 away = abs(from_middle);
    float thick = 0.055, arm = 0.19;
    float across = max(away.x - arm, away.y - thick), upright = max(away.y - arm, away.x - thick);
    float outside = value > 0.5 ? min(across, upright) : across;
    return smoothstep(size * 0.5, -size * 0.5, outside) * (1.0 - smoothstep(0.07, 0.12, size));
}

void main() {
    vec2 cell = (uv - edges.xy) / (edges.zw - edges.xy) * reasons_size;
    vec2 width = fwidth(cell);
    float size = max(width.x, width.y);
    bool inside = all(greaterThanEqual(cell, vec2(0.0))) && all(lessThan(cell, reasons_size));
    float value = inside ? texelFetch(reasons, ivec2(cell), 0).r : 128.0 / 255.0;
    float far = abs(value * 255.0 - 128.0) / 127.0;
    float grey = texture(drawn, uv).r;
    float turn = max(fwidth(grey), 1e-4);
    float outline = (1.0 - smoothstep(0.4, 1.2, abs(grey - 0.5) / turn)) * step(0.003, turn);
    vec3 under = mix(PAPER, PENCIL, 0.22 * grey);
    vec3 colour = mix(under, coloured(value), smoothstep(0.0, 0.12, far));
    colour = mix(colour, PENCIL, 0.62 * outline);
    float mark = inside ? sign_of(fract(cell) - 0.5, value, size) * smoothstep(0.12, 0.35, far) : 0.0;
    fragment = vec4(colour * (1.0 - 0.55 * mark), 1.0);
}
