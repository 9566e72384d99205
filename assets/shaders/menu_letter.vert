// Letters on the menu's panel.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform float scrolled_m;
in vec4 p3d_Vertex;
in vec2 glyph;
in vec4 tint;
in float page;        // 0 or 1: which of two textures has the glyph
in float scrolls;     // 0 or 1
out vec2 uv;
out vec2 on_panel;
out vec3 colour;
flat out float is_on_second_page;
flat out float moves;

void main() {
    vec4 vertex = p3d_Vertex + vec4(0.0, 0.0, scrolls * scrolled_m, 0.0);
    on_panel = vertex.xz;
    uv = glyph;
    is_on_second_page = page;
    moves = scrolls;
    colour = fogged(tint.rgb, (p3d_ModelMatrix * vertex).xyz, 0.35);
    gl_Position = p3d_ModelViewProjectionMatrix * vertex;
}
