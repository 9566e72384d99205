// The thread of light: runs in the floor from the picture to the answer; place is (across, metres along).
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 place;
out vec2 uv;
out float haze;

void main() {
    uv = place;
    haze = fog_amount(distance(p3d_Vertex.xyz, eye_point()));
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
