// Lines in the air that turn their broad side to the eye: wires and marks. Never thinner than can be seen.
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform vec4 p3d_ColorScale;
in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec3 along;        // the way the line goes, of any length
in vec4 ribbon;       // side (-1 or 1), half its width in metres, at its start -1 or at its end 1, metres of dashes
out float from_middle;
out float dashes;     // metres along a dashed line, below 0 on one that is whole
out vec4 colour;

const float LEAST = 0.0009;    // half the width of what is thinnest, in radians
const float MORE = 0.026;      // and what every metre of its own half width adds to that
const float NEARER = 0.012;    // so much nearer to the eye than it is: panels do not swallow it

void main() {
    vec3 point = (p3d_ModelMatrix * p3d_Vertex).xyz;
    vec3 way = normalize(mat3(p3d_ModelMatrix) * along + vec3(1e-9));
    vec3 to_eye = eye_point() - point;
    float away = max(length(to_eye), 1e-3);
    float least_m = (LEAST + MORE * ribbon.y) * away;
    float half_m = max(ribbon.y, least_m);
    vec3 aside = cross(way, to_eye / away);
    float broad = length(aside);
    aside = broad > 1e-4 ? aside / broad : vec3(0.0);
    vec3 drawn = point + half_m * (ribbon.x * aside + ribbon.z * way) + NEARER * to_eye;
    from_middle = ribbon.x;
    dashes = ribbon.w;
    // What is drawn wider than it is, is fainter instead.
    float thin = clamp(ribbon.y / least_m, 0.55, 1.0);
    vec4 tint = p3d_Color * p3d_ColorScale;
    colour = vec4(fogged(tint.rgb, point, 0.35), tint.a * thin);
    gl_Position = p3d_ViewProjectionMatrix * vec4(drawn, 1.0);
}
