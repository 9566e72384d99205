// A layer's values: raw cells near by, block means farther off, coloured by the palette.
uniform vec2 value_range;  // minimum, 1 / (maximum - minimum); the second is 0 where they are equal
uniform sampler2D palette;

float normalised(float value) {
    return clamp((value - value_range.x) * value_range.y, 0.0, 1.0);
}

vec3 coloured(float share) {
    return texelFetch(palette, ivec2(int(share * 255.0 + 0.5), 0), 0).rgb;
}
