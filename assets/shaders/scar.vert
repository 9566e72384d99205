// Signs on what is lesioned. They are seen where they are, but as if they lay nearer to the eye: so the neurons that stand
// up round them do not hide them, and walls still do.
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in float edge;        // 0 in the middle, 1 or -1 at the rim
out float from_middle;
out vec4 colour;

const float NEARER_M = 0.55;   // as far as the tallest neurons stand out of their map

void main() {
    vec3 point = (p3d_ModelMatrix * p3d_Vertex).xyz;
    vec3 to_eye = eye_point() - point;
    float away = max(length(to_eye), 1e-3);
    vec4 seen = p3d_ViewProjectionMatrix * vec4(point, 1.0);
    vec4 nearer = p3d_ViewProjectionMatrix * vec4(point + to_eye * min(NEARER_M / away, 0.5), 1.0);
    from_middle = edge;
    colour = vec4(fogged(p3d_Color.rgb, point, 0.35), p3d_Color.a);
    gl_Position = vec4(seen.xy, nearer.z / nearer.w * seen.w, seen.w);
}
