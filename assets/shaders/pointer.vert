// The beams of both hands that point, and the dots where they meet something: a line that turns its broad side to the
// eye, and a round dot that faces it and is seen as large from near as from far.
uniform mat4 p3d_ModelViewMatrix;
uniform mat4 p3d_ProjectionMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
// For each hand: where its beam starts, and how bright that is; where it ends, and how bright the dot is; where the dot
// is, and how large beside others. What is not there is not bright.
uniform vec4 hands[6];
in vec4 p3d_Vertex;     // a dot's corner, x and y from -1 to 1; of a beam, x from side to side, y from start to end
in vec4 p3d_Color;
in vec2 part;           // the hand, and whether it is the dot
out vec2 across;
flat out float is_dot;
out vec4 colour;

const float BEAM_HALF_M = 0.0035, BEAM_LEAST = 0.00099;   // half of a beam's width, and the least of it in radians
const float NEARER = 0.012;                               // so much nearer to the eye is a beam drawn than it is
const float DOT = 0.0075, DOT_LEAST_M = 0.004;            // a dot's radius in radians

vec3 beam_point(vec3 start, vec3 end, out float thin) {
    vec3 point = (p3d_ModelMatrix * vec4(mix(start, end, 0.5 + 0.5 * p3d_Vertex.y), 1.0)).xyz;
    vec3 way = normalize(mat3(p3d_ModelMatrix) * (end - start));
    vec3 to_eye = eye_point() - point;
    float away = max(length(to_eye), 1e-3);
    float least_m = BEAM_LEAST * away, half_m = max(BEAM_HALF_M, least_m);
    vec3 aside = cross(way, to_eye / away);
    float broad = length(aside);
    aside = broad > 1e-4 ? aside / broad : vec3(0.0);
    // What is drawn wider than it is, is fainter instead.
    thin = clamp(BEAM_HALF_M / least_m, 0.55, 1.0);
    return point + half_m * (p3d_Vertex.x * aside + p3d_Vertex.y * way) + NEARER * to_eye;
}

void main() {
    int first = 3 * int(part.x + 0.5);
    vec4 start = hands[first], end = hands[first + 1], dot = hands[first + 2];
    across = p3d_Vertex.xy;
    is_dot = part.y;
    if (part.y > 0.5) {
        vec4 middle = p3d_ModelViewMatrix * vec4(dot.xyz, 1.0);
        middle.xy += across * max(DOT * length(middle.xyz), DOT_LEAST_M) * dot.w;
        colour = vec4(p3d_Color.rgb, end.w);
        gl_Position = p3d_ProjectionMatrix * middle;
    } else {
        float thin;
        vec3 point = beam_point(start.xyz, end.xyz, thin);
        colour = vec4(p3d_Color.rgb, p3d_Color.a * start.w * thin);
        gl_Position = p3d_ViewProjectionMatrix * vec4(point, 1.0);
    }
}
