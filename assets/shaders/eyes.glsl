// After a vertex shader: all is drawn once for each eye in the picture, and this puts each of them beside the other.
uniform float eye_count;
uniform mat4 second_eye;
out float gl_ClipDistance[1];

void main() {
    draw_for_first_eye();
    // Some drivers cut here even where they are not told to.
    gl_ClipDistance[0] = 1.0;
    if (eye_count < 1.5) return;

    bool is_first = gl_InstanceID == 0;
    // What lies on the far plane, as the sky does, stays there.
    bool is_endlessly_far = gl_Position.z == gl_Position.w;
    if (!is_first) gl_Position = second_eye * gl_Position;
    if (is_endlessly_far) gl_Position.z = gl_Position.w;
    gl_ClipDistance[0] = gl_Position.w + (is_first ? -gl_Position.x : gl_Position.x);
    gl_Position.x = 0.5 * (gl_Position.x + (is_first ? -gl_Position.w : gl_Position.w));
}
