// Everything built of stone and metal, lit once when it was made; stages add their own light as it changes.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform vec3 stage_light[128];
uniform float stage_pulse[128];
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec2 extras;
out vec3 colour;

void main() {
    vec3 point = (p3d_ModelMatrix * p3d_Vertex).xyz;
    int stage = int(extras.x + 0.5);
    vec3 lit = p3d_Color.rgb + stage_light[stage] * p3d_Color.a;
    lit *= 1.0 + extras.y * stage_pulse[stage];
    colour = fogged(lit, point, 1.0 - 0.65 * extras.y);
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
