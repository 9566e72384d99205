// Feature maps: one quad each, all of a stage in one mesh.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
in vec4 p3d_Vertex;
in vec3 place;
out vec3 uvw;

void main() {
    uvw = place;
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
