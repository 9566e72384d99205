// What lies in the hands: it is turned in every frame, so the dusk's light on it is worked out here.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform vec3 from_above;
uniform vec3 from_below;
uniform vec3 from_sun;
uniform vec3 sun;
uniform vec4 grips[4];  // of each hand: where, and how large, 1 or 0; how it is turned, a quaternion with w last
in vec4 p3d_Vertex;
in vec4 p3d_Color;      // the fourth value: how much light it gives itself
in vec3 facing;
in float hand;          // 0: the left one
out vec3 colour;

vec3 turned(vec3 way, vec4 by) {
    return way + 2.0 * cross(by.xyz, cross(by.xyz, way) + by.w * way);
}

void main() {
    int first = 2 * int(hand + 0.5);
    vec4 place = grips[first], turn = grips[first + 1];
    vec3 point = place.xyz + place.w * turned(p3d_Vertex.xyz, turn);
    vec3 normal = normalize(mat3(p3d_ModelMatrix) * turned(facing, turn));
    vec3 light = mix(from_below, from_above, 0.5 + 0.5 * normal.z) + from_sun * max(dot(normal, sun), 0.0);
    colour = p3d_Color.rgb * mix(light, vec3(1.0), p3d_Color.a);
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(point, 1.0);
}
