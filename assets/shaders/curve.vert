// Curves and marks on a board: lines, discs, bars. Across each of them `edge` runs from the middle to its rim.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in float edge;        // 0 in the middle, 1 or -1 at the rim
out float from_middle;
out vec4 colour;

void main() {
    vec3 point = (p3d_ModelMatrix * p3d_Vertex).xyz;
    from_middle = edge;
    colour = vec4(fogged(p3d_Color.rgb, point, 0.35), p3d_Color.a);
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
