// Soft light in the air and on the floor, added to what is behind it.
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 place;        // -1 to 1 across
in vec4 glow;         // colour, and how far the corners of what faces the eye are from their middle
out vec2 uv;
out vec3 glow_colour;

void main() {
    uv = place;
    glow_colour = glow.rgb;
    vec3 right = normalize(p3d_ViewMatrixInverse[0].xyz), up = normalize(p3d_ViewMatrixInverse[1].xyz);
    vec3 point = p3d_Vertex.xyz + glow.w * (place.x * right + place.y * up);
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(point, 1.0);
}
