// A round dot that turns to the eye and is seen as large from near as from far: where a hand's ray meets something.
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ModelViewMatrix;
uniform mat4 p3d_ProjectionMatrix;
uniform vec4 p3d_ColorScale;
in vec4 p3d_Vertex;     // a corner, x and z from -1 to 1
out vec2 across;
out vec4 colour;

const float RADIUS = 0.0075;    // in radians
const float LEAST_M = 0.004;

void main() {
    across = p3d_Vertex.xz;
    colour = p3d_ColorScale;
    vec4 middle = p3d_ModelViewMatrix * vec4(0.0, 0.0, 0.0, 1.0);
    // The model's own scale is how large this dot is beside others.
    float size = length(p3d_ModelMatrix[0].xyz);
    middle.xy += across * max(RADIUS * length(middle.xyz), LEAST_M) * size;
    gl_Position = p3d_ProjectionMatrix * middle;
}
