// Rounded bars on the menu's panel.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform float scrolled_m;
in vec4 p3d_Vertex;
in vec2 place;        // metres from the bar's middle, along its sides
in vec4 form;         // half sides, radius of the corners, width of the rim, metres
in vec4 fill;
in vec4 rim;
in float scrolls;     // 0 or 1
out vec2 on_panel;
out vec2 from_middle;
out vec4 bar;
out vec4 inside;
out vec4 outside;
flat out float moves;

void main() {
    vec4 vertex = p3d_Vertex + vec4(0.0, 0.0, scrolls * scrolled_m, 0.0);
    vec3 point = (p3d_ModelMatrix * vertex).xyz;
    on_panel = vertex.xz;
    from_middle = place;
    bar = form;
    moves = scrolls;
    inside = vec4(fogged(fill.rgb, point, 0.35), fill.a);
    outside = vec4(fogged(rim.rgb, point, 0.35), rim.a);
    gl_Position = p3d_ModelViewProjectionMatrix * vertex;
}
