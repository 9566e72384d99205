// Soft light in the air and on the floor, added to what is behind it.
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 place;        // -1 to 1 across
out vec2 uv;

void main() {
    uv = place;
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
