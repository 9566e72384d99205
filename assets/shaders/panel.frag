// CELLS: raw values with gaps between the cells; otherwise block means only (the far sheet).
// MEAN: the mean of all maps is drawn, too, always with its cells, from textures of its own, of the same size.
#ifdef CELLS
uniform sampler2DArray cells;
#endif
uniform vec2 cells_size;
uniform sampler2DArray blocks;
uniform vec2 blocks_size;
#ifdef MEAN
uniform sampler2DArray mean_cells;
uniform sampler2DArray mean_blocks;
#endif
in vec3 uvw;
#ifdef FRAMES
in vec3 framing;
#endif
out vec4 fragment;

void main() {
    vec2 place = clamp(uvw.xy, 0.0, 0.99999);
    int map = max(int(uvw.z + 0.5), 0);
    ivec2 block = ivec2(place * blocks_size);
    float value = texelFetch(blocks, ivec3(block, map), 0).r;
#ifdef MEAN
    bool is_mean = uvw.z < -1.5;
    if (is_mean) value = texelFetch(mean_blocks, ivec3(block, 0), 0).r;
#endif
    float shade = 1.0;
#if defined(CELLS) || defined(MEAN)
    vec2 cell = place * cells_size;
    vec2 width = fwidth(uvw.xy * cells_size);
    float raw = 0.0;
#ifdef CELLS
    bool is_fine = true;
    raw = texelFetch(cells, ivec3(ivec2(cell), map), 0).r;
#else
    bool is_fine = is_mean;
#endif
#ifdef MEAN
    if (is_mean) raw = texelFetch(mean_cells, ivec3(ivec2(cell), 0), 0).r;
#endif
    if (is_fine) {
        float size = max(width.x, width.y);
        value = mix(raw, value, smoothstep(0.9, 1.8, size));
        vec2 edge = abs(fract(cell) - 0.5);
        float gap = smoothstep(0.46 - size, 0.46 + size * 0.5, max(edge.x, edge.y));
        shade = 1.0 - 0.42 * gap * (1.0 - smoothstep(0.10, 0.30, size));
    }
#endif
    vec3 colour = coloured(value) * shade;
#ifdef FRAMES
    if (abs(uvw.z + 1.0) < 0.5) colour = framing;
#endif
    fragment = vec4(colour, 1.0);
}
