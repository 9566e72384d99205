// What lies in a hand: it is turned in every frame, so the dusk's light on it is worked out here.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform vec3 from_above;
uniform vec3 from_below;
uniform vec3 from_sun;
uniform vec3 sun;
in vec4 p3d_Vertex;
in vec4 p3d_Color;    // the fourth value: how much light it gives itself
in vec3 facing;
out vec3 colour;

void main() {
    vec3 normal = normalize(mat3(p3d_ModelMatrix) * facing);
    vec3 light = mix(from_below, from_above, 0.5 + 0.5 * normal.z) + from_sun * max(dot(normal, sun), 0.0);
    colour = p3d_Color.rgb * mix(light, vec3(1.0), p3d_Color.a);
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
