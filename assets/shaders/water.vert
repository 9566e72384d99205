// The lake: rings of points that follow the eye, at depressions where the mirrored sky can be read off.
uniform mat4 p3d_ViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 place;
out vec2 uv;
out vec2 point;
out vec4 clip;
out vec3 surface;  // how much of the sky is mirrored, how high the ripples are, how much haze lies before it

void main() {
    vec3 eye = eye_point();
    float height = max(eye.z, 0.05);
    float depression = radians(90.0) * place.y * place.y;
    float reach = min(height / tan(max(depression, 1e-4)), 4000.0);
    point = eye.xy + p3d_Vertex.xy * reach;
    uv = place;
    // Schlick's approximation for water, kept brighter than physics so that the lake reads as a mirror.
    float fresnel = 0.20 + 0.72 * pow(1.0 - sin(depression), 4.0);
    float far = length(vec2(reach, height));
    float haze = 1.0 - exp(-far / 420.0);
    // Calmer where ripples would be smaller than a pixel.
    surface = vec3(fresnel, 1.0 / (1.0 + far * far * 0.0009), haze * haze);
    clip = p3d_ViewProjectionMatrix * vec4(point, 0.0, 1.0);
    gl_Position = clip;
}
