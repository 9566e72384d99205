// A sheet over the whole picture; across is -1 to 1 each way.
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
out vec2 across;

void main() {
    across = p3d_Vertex.xz;
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
