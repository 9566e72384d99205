// A dome round the eye, always behind everything; the same picture upside down is the lake's reflection.
uniform mat4 p3d_ProjectionMatrix;
uniform mat4 p3d_ViewMatrix;
in vec4 p3d_Vertex;
in vec2 place;
out vec2 uv;

void main() {
    uv = place;
    // A direction, not a point: endlessly far for each of two eyes.
    vec4 turned = vec4(mat3(p3d_ViewMatrix) * p3d_Vertex.xyz, 0.0);
    gl_Position = (p3d_ProjectionMatrix * turned).xyww;
}
