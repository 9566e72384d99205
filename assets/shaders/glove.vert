// A bare hand as a glove: every vertex lies round one of the two ends of a bone, as far out as the hand is thick there.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform vec3 from_above;
uniform vec3 from_below;
uniform vec3 from_sun;
uniform vec3 sun;
uniform vec4 joints[26];   // where, and half as thick
in vec4 p3d_Vertex;        // from the bone's end outwards, of length 1; +Z is along the bone
in vec4 p3d_Color;         // the fourth value: how much light it gives itself
in vec2 bone;              // the joint that it belongs to, and the bone's other one
in float towards;          // 1: +Z leads from the other joint to this one; -1: the other way round
out vec3 colour;

void main() {
    vec4 here = joints[int(bone.x + 0.5)];
    vec3 away = towards * (here.xyz - joints[int(bone.y + 0.5)].xyz);
    vec3 along = length(away) > 1e-5 ? normalize(away) : vec3(0.0, 0.0, 1.0);
    vec3 across = normalize(cross(along, abs(along.z) < 0.9 ? vec3(0.0, 0.0, 1.0) : vec3(1.0, 0.0, 0.0)));
    vec3 out_of = p3d_Vertex.x * across + p3d_Vertex.y * cross(along, across) + p3d_Vertex.z * along;
    vec3 normal = normalize(mat3(p3d_ModelMatrix) * out_of);
    vec3 light = mix(from_below, from_above, 0.5 + 0.5 * normal.z) + from_sun * max(dot(normal, sun), 0.0);
    colour = p3d_Color.rgb * mix(light, vec3(1.0), p3d_Color.a);
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(here.xyz + here.w * out_of, 1.0);
}
