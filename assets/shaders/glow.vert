// Light in the air and on the floor, added to what is behind it: soft glows, and the thread that runs in the floor from
// the picture to the answer.
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 place;        // of a glow: -1 to 1 across; of the thread: metres across, metres along
in vec4 glow;         // colour, and how far the corners of what faces the eye are from their middle
in float flows;       // 1: the thread
out vec2 uv;
out vec3 glow_colour;
flat out float is_thread;

void main() {
    uv = place;
    is_thread = flows;
    vec3 right = normalize(p3d_ViewMatrixInverse[0].xyz), up = normalize(p3d_ViewMatrixInverse[1].xyz);
    vec3 point = p3d_Vertex.xyz + glow.w * (place.x * right + place.y * up);
    // Only of the thread the dusk swallows something.
    float haze = flows * fog_amount(distance(point, eye_point()));
    glow_colour = glow.rgb * (1.0 - 0.5 * haze);
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(point, 1.0);
}
