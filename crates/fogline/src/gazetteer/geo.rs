//! Points on the globe: distances, points by distance and bearing, points in polygons.

const EARTH_KM: f64 = 6371.0;

/// Latitude and longitude in degrees.
pub type Point = (f64, f64);

/// Great-circle distance in kilometres.
pub fn kilometres(a: Point, b: Point) -> f64 {
    let (a_lat, b_lat) = (a.0.to_radians(), b.0.to_radians());
    let lat = ((b_lat - a_lat) / 2.0).sin();
    let lon = ((b.1 - a.1).to_radians() / 2.0).sin();
    let h = lat * lat + a_lat.cos() * b_lat.cos() * lon * lon;
    2.0 * EARTH_KM * h.clamp(0.0, 1.0).sqrt().asin()
}

/// The point so many kilometres from another in a direction, in degrees clockwise from north.
pub fn offset(from: Point, kilometres: f64, bearing: f64) -> Point {
    let (lat, angle, bearing) = (from.0.to_radians(), kilometres / EARTH_KM, bearing.to_radians());
    let to = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).clamp(-1.0, 1.0).asin();
    let turn = (bearing.sin() * angle.sin() * lat.cos()).atan2(angle.cos() - lat.sin() * to.sin());
    let lon = from.1 + turn.to_degrees();
    (to.to_degrees(), (lon + 540.0).rem_euclid(360.0) - 180.0)
}

/// Whether a ring of points goes around a point (even-odd rule).
pub fn within(ring: &[Point], point: Point) -> bool {
    let mut inside = false;
    for (i, a) in ring.iter().enumerate() {
        let Some(b) = ring.get((i + 1) % ring.len()) else { continue };
        if (a.0 > point.0) != (b.0 > point.0) && point.1 < (b.1 - a.1) * (point.0 - a.0) / (b.0 - a.0) + a.1 {
            inside = !inside;
        }
    }
    inside
}

/// A line with fewer points that lies nowhere farther than `tolerance` degrees from the first (Douglas-Peucker).
pub fn simplified(line: &[Point], tolerance: f64) -> Vec<Point> {
    let Some(last) = line.len().checked_sub(1) else { return Vec::new() };
    let mut keep = vec![false; line.len()];
    let mut open = vec![(0, last)];
    for end in [0, last] {
        if let Some(kept) = keep.get_mut(end) {
            *kept = true;
        }
    }
    while let Some((from, to)) = open.pop() {
        let (Some(a), Some(b)) = (line.get(from), line.get(to)) else { continue };
        let inner = line.iter().enumerate().take(to).skip(from + 1);
        let farthest = inner.map(|(i, p)| (i, deviation(*p, *a, *b))).max_by(|x, y| x.1.total_cmp(&y.1));
        if let Some((i, distance)) = farthest
            && distance > tolerance
        {
            if let Some(kept) = keep.get_mut(i) {
                *kept = true;
            }
            open.push((from, i));
            open.push((i, to));
        }
    }
    line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// Distance in degrees of a point from a stretch.
fn deviation(p: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length == 0.0 { 0.0 } else { (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0) };
    (p.0 - a.0 - t * dx).hypot(p.1 - a.1 - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_there_and_measuring_agree() {
        let donetsk = (48.0, 37.8);
        for bearing in [0.0, 45.0, 90.0, 180.0, 300.0] {
            let there = offset(donetsk, 15.0, bearing);
            assert!((kilometres(donetsk, there) - 15.0).abs() < 0.01);
        }
        assert!(offset(donetsk, 15.0, 0.0).0 > 48.1);
        assert!(offset((0.0, 179.9), 100.0, 90.0).1 < -179.0);
    }

    #[test]
    fn a_square_holds_its_middle() {
        let square = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)];
        assert!(within(&square, (1.0, 1.0)));
        assert!(!within(&square, (3.0, 1.0)));
        assert!(!within(&[], (0.0, 0.0)));
    }

    #[test]
    fn straight_lines_need_two_points() {
        let line: Vec<_> = (0..9).map(|i| (f64::from(i), 0.0)).collect();
        assert_eq!(simplified(&line, 0.01), [(0.0, 0.0), (8.0, 0.0)]);
        assert!(simplified(&[], 1.0).is_empty());
    }
}
