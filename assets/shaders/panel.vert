// Feature maps: one quad each, all of a stage in one mesh. FRAMES: their frames, too, of stone, are in it; see stone.vert.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
in vec4 p3d_Vertex;
in vec3 place;         // across, down, map; -1 where a frame is, -2 where the mean of all maps is
out vec3 uvw;
#ifdef FRAMES
uniform vec3 own_light;
in vec4 p3d_Color;
out vec3 framing;
#endif

void main() {
    uvw = place;
#ifdef FRAMES
    vec3 point = (p3d_ModelMatrix * p3d_Vertex).xyz;
    framing = fogged(p3d_Color.rgb + own_light * p3d_Color.a, point, 1.0);
#endif
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
