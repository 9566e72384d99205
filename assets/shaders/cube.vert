// Real neurons: the cells of one map (or of the floor's mosaic) that stand near the eye, as tall as they are active.
uniform mat4 p3d_ViewProjectionMatrix;
uniform sampler2DArray cells;
uniform vec2 cells_size;
uniform vec3 origin;   // the map's top left corner, world
uniform vec3 right;    // along a row, the whole side
uniform vec3 down;     // along a column, the whole side
uniform vec3 normal;   // out of the map, unit
uniform vec3 focus;    // cubes stand fully within `reach_m` of it and sink to nothing outside
uniform float reach_m;
uniform float tall_m;
uniform ivec3 window;  // first column, first row, map
in vec4 p3d_Vertex;    // corner of a unit cube: x right, y down, z out
in vec3 place;         // column, row in the window, shade
out vec3 colour;

void main() {
    ivec2 cell = window.xy + ivec2(place.xy + 0.5);
    bool inside = all(greaterThanEqual(cell, ivec2(0))) && all(lessThan(vec2(cell), cells_size));
    float share = inside ? texelFetch(cells, ivec3(cell, window.z), 0).r : 0.0;
    vec2 middle = (vec2(cell) + 0.5) / cells_size;
    vec2 corner = (vec2(cell) + 0.5 + (p3d_Vertex.xy - 0.5) * 0.86) / cells_size;
    float away = distance(origin + right * middle.x + down * middle.y, focus);
    float stands = inside ? 1.0 - smoothstep(reach_m * 0.62, reach_m, away) : 0.0;
    float height = stands * (0.012 + tall_m * share);
    vec3 point = origin + right * corner.x + down * corner.y + normal * height * p3d_Vertex.z;
    vec3 base = coloured(share);
    float side = place.z * mix(0.62, 1.0, p3d_Vertex.z);  // darker towards the foot: contact
    colour = base * (place.z > 0.995 ? 1.0 : side);
    gl_Position = stands > 0.001 ? p3d_ViewProjectionMatrix * vec4(point, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
