uniform sampler2D picture;
uniform vec3 ink;
uniform vec3 paper;
uniform vec2 cells_size;   // draws the grid of cells where it is above 0
in vec2 uv;
out vec4 fragment;

void main() {
    float value = texture(picture, uv).r;
    vec3 colour = mix(paper, ink, value);
    if (cells_size.x > 0.0) {
        vec2 cell = uv * cells_size;
        vec2 width = fwidth(cell);
        float size = max(width.x, width.y);
        vec2 edge = abs(fract(cell) - 0.5);
        float gap = smoothstep(0.46 - size, 0.46 + size * 0.5, max(edge.x, edge.y));
        colour *= 1.0 - 0.30 * gap * (1.0 - smoothstep(0.12, 0.35, size));
    }
    fragment = vec4(colour, 1.0);
}
