// Everything built of stone and metal, lit once when it was made; stages add their own light as it changes.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
// The colour of each stage's light, and how much the wave of an answer brightens what glows there.
uniform vec4 stage_light[128];
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec2 extras;
out vec3 colour;

void main() {
    vec3 point = (p3d_ModelMatrix * p3d_Vertex).xyz;
    int stage = int(extras.x + 0.5);
    vec4 light = stage_light[stage];
    vec3 lit = p3d_Color.rgb + light.rgb * p3d_Color.a;
    lit *= 1.0 + extras.y * light.a;
    colour = fogged(lit, point, 1.0 - 0.65 * extras.y);
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
