// A picture on a board: the easel, the rack, the network's own view.
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 place;
out vec2 uv;

void main() {
    uv = place;
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
