// Letters on the menu's panel.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform float scrolled_m;
in vec4 p3d_Vertex;
in vec2 glyph;
in vec4 tint;
out vec2 uv;
out vec2 on_panel;
out vec3 colour;

void main() {
    vec4 vertex = p3d_Vertex + vec4(0.0, 0.0, scrolled_m, 0.0);
    on_panel = vertex.xz;
    uv = glyph;
    colour = fogged(tint.rgb, (p3d_ModelMatrix * vertex).xyz, 0.35);
    gl_Position = p3d_ModelViewProjectionMatrix * vertex;
}
