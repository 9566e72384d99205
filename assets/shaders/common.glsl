// Shared by every shader: where the eye is, and how the dusk swallows what is far.
uniform mat4 p3d_ViewMatrixInverse;
uniform float fog_distance_m;

vec3 eye_point() {
    return p3d_ViewMatrixInverse[3].xyz;
}

// How near a direction's azimuth is to the sun's, which stands in the north (+Y).
float towards_sun(vec3 direction) {
    float along = direction.y / max(length(direction.xy), 1e-4);
    return pow(max(0.5 + 0.5 * along, 0.0), 1.6);
}

vec3 horizon(vec3 direction) {
    return mix(vec3(0.47, 0.33, 0.29), vec3(0.86, 0.60, 0.43), towards_sun(direction));
}

float fog_amount(float distance_m) {
    return 0.90 * (1.0 - exp(-pow(distance_m / fog_distance_m, 1.5)));
}

vec3 fogged(vec3 colour, vec3 point, float share) {
    vec3 ray = point - eye_point();
    return mix(colour, horizon(ray) * 0.80, share * fog_amount(length(ray)));
}
