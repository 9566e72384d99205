// Letters: glyphs in a texture, fogged less than stone.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform vec4 p3d_ColorScale;
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec2 p3d_MultiTexCoord0;
out vec2 uv;
out vec4 colour;

void main() {
    uv = p3d_MultiTexCoord0;
    vec3 point = (p3d_ModelMatrix * p3d_Vertex).xyz;
    vec4 tint = p3d_Color * p3d_ColorScale;
    colour = vec4(fogged(tint.rgb, point, 0.35), tint.a);
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
