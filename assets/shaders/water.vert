// The lake: rings of points that follow the eye, at depressions where the mirrored sky can be read off.
uniform mat4 p3d_ViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 place;
out vec2 uv;
out vec3 point;
out vec4 clip;
out float facing;

void main() {
    vec3 eye = eye_point();
    float height = max(eye.z, 0.05);
    float depression = radians(90.0) * place.y * place.y;
    float reach = min(height / tan(max(depression, 1e-4)), 4000.0);
    point = vec3(eye.xy + p3d_Vertex.xy * reach, 0.0);
    uv = place;
    facing = sin(depression);
    clip = p3d_ViewProjectionMatrix * vec4(point, 1.0);
    gl_Position = clip;
}
