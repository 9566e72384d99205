// A dense layer's neurons: pillars whose height and colour are their values.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform sampler2DArray cells;
uniform float low_m;
uniform float tall_m;
in vec4 p3d_Vertex;   // a corner at the pillar's foot, world
in vec3 place;        // neuron, 1 at the top and 0 at the foot, shade
out vec3 colour;

void main() {
    float share = texelFetch(cells, ivec3(int(place.x + 0.5), 0, 0), 0).r;
    vec4 point = p3d_Vertex + vec4(0.0, 0.0, place.y * (low_m + tall_m * share), 0.0);
    float side = place.z * mix(0.45, 1.0, place.y);
    colour = coloured(share) * (place.z > 0.995 ? 1.0 : side);
    gl_Position = p3d_ModelViewProjectionMatrix * point;
}
