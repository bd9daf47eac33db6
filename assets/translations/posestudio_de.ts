<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>PoseStudio</name>
  <message>
   <source> per second</source>
   <translation> pro Sekunde</translation>
  </message>
  <message numerus="yes">
   <source>%n clusters: {shares}</source>
   <translation>
    <numerusform>%n Cluster: {shares}</numerusform>
    <numerusform>%n Cluster: {shares}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n different poses fit the picture</source>
   <translation>
    <numerusform>%n Pose passt zum Bild</numerusform>
    <numerusform>%n verschiedene Posen passen zum Bild</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n files</source>
   <translation>
    <numerusform>%n Datei</numerusform>
    <numerusform>%n Dateien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n files of the library are no poses: {what}</source>
   <translation>
    <numerusform>%n Datei der Bibliothek ist keine Pose: {what}</numerusform>
    <numerusform>%n Dateien der Bibliothek sind keine Posen: {what}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n frames</source>
   <translation>
    <numerusform>%n Frame</numerusform>
    <numerusform>%n Frames</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n frames are unsure: they are red in the timeline. U goes from one to the next.</source>
   <translation>
    <numerusform>%n Frame ist unsicher: Er ist in der Zeitleiste rot. U geht dorthin.</numerusform>
    <numerusform>%n Frames sind unsicher: Sie sind in der Zeitleiste rot. U geht von einem zum nächsten.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n joints</source>
   <translation>
    <numerusform>%n Gelenk</numerusform>
    <numerusform>%n Gelenke</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n minutes</source>
   <translation>
    <numerusform>%n Minute</numerusform>
    <numerusform>%n Minuten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n more after it.</source>
   <translation>
    <numerusform>Danach noch %n weiteres.</numerusform>
    <numerusform>Danach noch %n weitere.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n near-duplicates left out</source>
   <translation>
    <numerusform>%n Fast-Duplikat ausgelassen</numerusform>
    <numerusform>%n Fast-Duplikate ausgelassen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n of {all} clips contain no usable poses.</source>
   <translation>
    <numerusform>%n von {all} Clips enthält keine brauchbaren Posen.</numerusform>
    <numerusform>%n von {all} Clips enthalten keine brauchbaren Posen.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n of {all} keypoints: the rest of the pose is a guess.
Drag the faint rings to their places, or right-click to add a keypoint.</source>
   <translation>
    <numerusform>%n von {all} Keypoints: Der Rest der Pose ist geschätzt.
Die blassen Ringe an ihre Stelle ziehen oder per Rechtsklick einen Keypoint hinzufügen.</numerusform>
    <numerusform>%n von {all} Keypoints: Der Rest der Pose ist geschätzt.
Die blassen Ringe an ihre Stelle ziehen oder per Rechtsklick einen Keypoint hinzufügen.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n people</source>
   <translation>
    <numerusform>%n Person</numerusform>
    <numerusform>%n Personen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses</source>
   <translation>
    <numerusform>%n Pose</numerusform>
    <numerusform>%n Posen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses from the file</source>
   <translation>
    <numerusform>%n Pose aus der Datei</numerusform>
    <numerusform>%n Posen aus der Datei</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses in {time} s</source>
   <translation>
    <numerusform>%n Pose in {time} s</numerusform>
    <numerusform>%n Posen in {time} s</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses were added.</source>
   <translation>
    <numerusform>%n Pose wurde hinzugefügt.</numerusform>
    <numerusform>%n Posen wurden hinzugefügt.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>(and %n more)</source>
   <translation>
    <numerusform>(und %n weiterer)</numerusform>
    <numerusform>(und %n weitere)</numerusform>
   </translation>
  </message>
  <message>
   <source>(none: interpolated)</source>
   <translation>(keines: interpoliert)</translation>
  </message>
  <message>
   <source>+10 frames</source>
   <translation>+10 Frames</translation>
  </message>
  <message>
   <source>+10 steps</source>
   <translation>+10 Schritte</translation>
  </message>
  <message>
   <source>-10 frames</source>
   <translation>-10 Frames</translation>
  </message>
  <message>
   <source>-10 steps</source>
   <translation>-10 Schritte</translation>
  </message>
  <message>
   <source>1 person found in {name}</source>
   <translation>1 Person in {name} gefunden</translation>
  </message>
  <message>
   <source>13, 135, salsa; or every tenth subject</source>
   <translation>13, 135, salsa; sonst jede zehnte Person</translation>
  </message>
  <message>
   <source>2D keypoints</source>
   <translation>2D-Keypoints</translation>
  </message>
  <message>
   <source>2D points that lie where the camera's lens shows nothing are taken as missing.</source>
   <translation>2D-Punkte, an denen das Objektiv nichts zeigt, gelten als fehlend.</translation>
  </message>
  <message>
   <source>3D poses</source>
   <translation>3D-Posen</translation>
  </message>
  <message>
   <source>3D view</source>
   <translation>3D-Ansicht</translation>
  </message>
  <message>
   <source>3D view: {name}</source>
   <translation>3D-Ansicht: {name}</translation>
  </message>
  <message>
   <source>3D: Alt+drag a handle</source>
   <translation>3D: Griff mit Alt ziehen</translation>
  </message>
  <message>
   <source>3D: arrow keys</source>
   <translation>3D: Pfeiltasten</translation>
  </message>
  <message>
   <source>3D: click a body</source>
   <translation>3D: Klick auf einen Körper</translation>
  </message>
  <message>
   <source>3D: click a handle, drag a ring</source>
   <translation>3D: Griff anklicken, Ring ziehen</translation>
  </message>
  <message>
   <source>3D: click a selected handle</source>
   <translation>3D: Klick auf gewählten Griff</translation>
  </message>
  <message>
   <source>3D: drag a handle</source>
   <translation>3D: Griff ziehen</translation>
  </message>
  <message>
   <source>3D: drag the handle of the camera</source>
   <translation>3D: Griff der Kamera ziehen</translation>
  </message>
  <message>
   <source>3D: drag, right drag, wheel</source>
   <translation>3D: Ziehen, rechts ziehen, Mausrad</translation>
  </message>
  <message>
   <source>3D: right-click</source>
   <translation>3D: Rechtsklick</translation>
  </message>
  <message>
   <source>3D: right-click a handle</source>
   <translation>3D: Rechtsklick auf einen Griff</translation>
  </message>
  <message>
   <source>&lt;b&gt;A motion has frames.&lt;/b&gt; Space plays them. A keypoint that you drag in one frame becomes a key, and the motion follows around it.</source>
   <translation>&lt;b&gt;Eine Bewegung hat Frames.&lt;/b&gt; Die Leertaste spielt sie ab. Ein Keypoint, der in einem Frame gezogen wird, wird zum Keyframe, und die Bewegung folgt um ihn herum.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Drag a keypoint that is wrong.&lt;/b&gt; The 3D poses follow your hand. Any photograph or video can be dropped on the window: the people in it are found.</source>
   <translation>&lt;b&gt;Einen falschen Keypoint ziehen.&lt;/b&gt; Die 3D-Posen folgen der Hand. Jedes Foto oder Video lässt sich im Fenster ablegen: Die Personen darin werden gefunden.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Look around, and pose in 3D.&lt;/b&gt; Drag to turn the view, turn the wheel to come closer. E shows handles on the joints, to pull them.</source>
   <translation>&lt;b&gt;Umsehen und in 3D posen.&lt;/b&gt; Ziehen dreht die Ansicht, das Mausrad zoomt. E zeigt Griffe an den Gelenken, an denen sich ziehen lässt.</translation>
  </message>
  <message>
   <source>&lt;b&gt;One picture, several poses.&lt;/b&gt; Each card is a pose that explains the same keypoints, and how likely it is. Point at a card to see it, click it to choose it.</source>
   <translation>&lt;b&gt;Ein Bild, mehrere Posen.&lt;/b&gt; Jede Karte ist eine Pose, die dieselben Keypoints erklärt, mit ihrer Wahrscheinlichkeit. Zeigen blendet sie ein, ein Klick wählt sie.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Take it with you.&lt;/b&gt; Export writes the pose or the motion for other programs. Ctrl+S saves the project, F1 lists all keys.</source>
   <translation>&lt;b&gt;Mitnehmen.&lt;/b&gt; Exportieren schreibt Pose oder Bewegung für andere Programme. Strg+S sichert das Projekt, F1 zeigt alle Tasten.</translation>
  </message>
  <message>
   <source>A dragged keypoint poses the body, with its bone lengths; otherwise the keypoint alone is corrected</source>
   <translation>Ein gezogener Keypoint bewegt den Körper mit seinen Knochenlängen; sonst wird nur der Keypoint korrigiert</translation>
  </message>
  <message>
   <source>A joint is assigned twice.</source>
   <translation>Ein Gelenk ist doppelt zugeordnet.</translation>
  </message>
  <message>
   <source>A network in training, and four pictures it was not trained on. Pale: the true poses.</source>
   <translation>Ein Netz im Training und vier Bilder, mit denen es nicht trainiert wurde. Blass: die wahren Posen.</translation>
  </message>
  <message>
   <source>A photograph and the poses that explain it</source>
   <translation>Ein Foto und die Posen, die es erklären</translation>
  </message>
  <message>
   <source>A picture of a runner: see every 3D pose that explains it</source>
   <translation>Ein Bild einer Läuferin: jede 3D-Pose sehen, die es erklärt</translation>
  </message>
  <message>
   <source>A-pose</source>
   <translation>A-Pose</translation>
  </message>
  <message>
   <source>About PoseStudio</source>
   <translation>Über PoseStudio</translation>
  </message>
  <message>
   <source>About {time} at {rate} steps per second, with {memory} MB of memory.</source>
   <translation>Etwa {time} bei {rate} Schritten pro Sekunde, mit {memory} MB Speicher.</translation>
  </message>
  <message>
   <source>Accurate (Transformer)</source>
   <translation>Genau (Transformer)</translation>
  </message>
  <message>
   <source>Add a person to the picture whose keypoints you move to their places</source>
   <translation>Eine Person einfügen, deren Keypoints von Hand an ihre Stelle gezogen werden</translation>
  </message>
  <message>
   <source>Add a second view</source>
   <translation>Zweite Ansicht hinzufügen</translation>
  </message>
  <message>
   <source>Add a second view...</source>
   <translation>Zweite Ansicht hinzufügen...</translation>
  </message>
  <message>
   <source>Add as second view of this moment</source>
   <translation>Als zweite Ansicht dieses Moments hinzufügen</translation>
  </message>
  <message>
   <source>Add feet, neck and head top</source>
   <translation>Füße, Hals und Scheitel hinzufügen</translation>
  </message>
  <message>
   <source>Add files...</source>
   <translation>Dateien hinzufügen...</translation>
  </message>
  <message>
   <source>Add folder</source>
   <translation>Ordner hinzufügen</translation>
  </message>
  <message>
   <source>Add folder to the library</source>
   <translation>Ordner zur Bibliothek hinzufügen</translation>
  </message>
  <message>
   <source>Add folder...</source>
   <translation>Ordner hinzufügen...</translation>
  </message>
  <message>
   <source>Add folders to the library</source>
   <translation>Ordner zur Bibliothek hinzufügen</translation>
  </message>
  <message>
   <source>Add keypoint here</source>
   <translation>Keypoint hier hinzufügen</translation>
  </message>
  <message>
   <source>Add person</source>
   <translation>Person hinzufügen</translation>
  </message>
  <message>
   <source>Add person (draw box)</source>
   <translation>Person hinzufügen (Rahmen)</translation>
  </message>
  <message>
   <source>Add person by hand</source>
   <translation>Person von Hand hinzufügen</translation>
  </message>
  <message>
   <source>Add the starter poses again</source>
   <translation>Startposen wieder hinzufügen</translation>
  </message>
  <message>
   <source>Add those of the selected pose, to drag</source>
   <translation>Die der gewählten Pose hinzufügen, zum Ziehen</translation>
  </message>
  <message>
   <source>Add {name} as a view</source>
   <translation>{name} als Ansicht hinzufügen</translation>
  </message>
  <message>
   <source>Advanced</source>
   <translation>Erweitert</translation>
  </message>
  <message>
   <source>Aim camera</source>
   <translation>Kamera ausrichten</translation>
  </message>
  <message>
   <source>Align at hips</source>
   <translation>An der Hüfte ausrichten</translation>
  </message>
  <message numerus="yes">
   <source>All %n clips read.</source>
   <translation>
    <numerusform>%n Clip gelesen.</numerusform>
    <numerusform>Alle %n Clips gelesen.</numerusform>
   </translation>
  </message>
  <message>
   <source>All files</source>
   <translation>Alle Dateien</translation>
  </message>
  <message>
   <source>All motions with scores, uncertainty, keypoints and camera, for Python and other programs.</source>
   <translation>Alle Bewegungen mit Bewertung, Unsicherheit, Keypoints und Kamera, für Python und andere Programme.</translation>
  </message>
  <message>
   <source>All sampled poses</source>
   <translation>Alle gesampelten Posen</translation>
  </message>
  <message>
   <source>All sampled poses are alike, but the keypoints are weak: check them.</source>
   <translation>Alle gesampelten Posen ähneln sich, aber die Keypoints sind schwach: bitte prüfen.</translation>
  </message>
  <message>
   <source>All sampled poses as lines</source>
   <translation>Alle gesampelten Posen als Linien</translation>
  </message>
  <message>
   <source>All sampled poses with scores, keypoints and camera, for Python and other programs.</source>
   <translation>Alle gesampelten Posen mit Bewertung, Keypoints und Kamera, für Python und andere Programme.</translation>
  </message>
  <message>
   <source>All that PoseStudio reads</source>
   <translation>Alles, was PoseStudio liest</translation>
  </message>
  <message>
   <source>Alt+drag a keypoint</source>
   <translation>Keypoint mit Alt ziehen</translation>
  </message>
  <message>
   <source>Alt+drag beside keypoints</source>
   <translation>Alt+Ziehen neben Keypoints</translation>
  </message>
  <message>
   <source>Alternative {name}: click to choose it; right-click for its menu</source>
   <translation>Alternative {name}: Klick wählt sie, Rechtsklick öffnet ihr Menü</translation>
  </message>
  <message>
   <source>Alternatives</source>
   <translation>Alternativen</translation>
  </message>
  <message>
   <source>Alternatives of {who}</source>
   <translation>Alternativen von {who}</translation>
  </message>
  <message>
   <source>An hour</source>
   <translation>Eine Stunde</translation>
  </message>
  <message>
   <source>Angle about the line of sight</source>
   <translation>Winkel um die Blickrichtung</translation>
  </message>
  <message>
   <source>Angle around the person; 0 is the front, positive is towards the person's left</source>
   <translation>Winkel um die Person; 0 ist vorn, positiv zur linken Seite der Person</translation>
  </message>
  <message>
   <source>Angle of view; positive from above, negative from below</source>
   <translation>Blickwinkel; positiv von oben, negativ von unten</translation>
  </message>
  <message>
   <source>Annealed (stochastic)</source>
   <translation>Annealed (stochastisch)</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>Darstellung</translation>
  </message>
  <message>
   <source>Apple GPU (Metal)</source>
   <translation>Apple-GPU (Metal)</translation>
  </message>
  <message>
   <source>Apply</source>
   <translation>Anwenden</translation>
  </message>
  <message>
   <source>Apply pose</source>
   <translation>Pose anwenden</translation>
  </message>
  <message>
   <source>Apply pose {name}</source>
   <translation>Pose {name} anwenden</translation>
  </message>
  <message>
   <source>Arrow keys</source>
   <translation>Pfeiltasten</translation>
  </message>
  <message>
   <source>As a camera or calibration file says</source>
   <translation>Laut Kamera- oder Kalibrierungsdatei</translation>
  </message>
  <message>
   <source>As it is</source>
   <translation>Wie sie ist</translation>
  </message>
  <message>
   <source>As it is ({fps} per second)</source>
   <translation>Wie vorhanden ({fps} pro Sekunde)</translation>
  </message>
  <message>
   <source>As the photograph's file says (EXIF)</source>
   <translation>Laut Datei des Fotos (EXIF)</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Assign other keys to commands</source>
   <translation>Befehlen andere Tasten zuweisen</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>Automatic, from the clip</source>
   <translation>Automatisch, aus dem Clip</translation>
  </message>
  <message>
   <source>Autosave</source>
   <translation>Automatisch sichern</translation>
  </message>
  <message>
   <source>Azimuth</source>
   <translation>Azimut</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Back to the alternatives (Esc)</source>
   <translation>Zurück zu den Alternativen (Esc)</translation>
  </message>
  <message>
   <source>Batch</source>
   <translation>Batch</translation>
  </message>
  <message>
   <source>Best score (mm)</source>
   <translation>Bester Wert (mm)</translation>
  </message>
  <message>
   <source>Blend</source>
   <translation>Mischen</translation>
  </message>
  <message>
   <source>Blend with the selected pose</source>
   <translation>Mit der gewählten Pose mischen</translation>
  </message>
  <message>
   <source>Blend with {name}</source>
   <translation>Mit {name} mischen</translation>
  </message>
  <message>
   <source>Blue and orange</source>
   <translation>Blau und Orange</translation>
  </message>
  <message>
   <source>Blue dashes</source>
   <translation>Blau gestrichelt</translation>
  </message>
  <message>
   <source>Body</source>
   <translation>Körper</translation>
  </message>
  <message>
   <source>Bottom</source>
   <translation>Unten</translation>
  </message>
  <message>
   <source>Box</source>
   <translation>Rahmen</translation>
  </message>
  <message>
   <source>Brief or doubtful ones left out: {count}</source>
   <translation>Kurze oder zweifelhafte ausgelassen: {count}</translation>
  </message>
  <message>
   <source>Browse...</source>
   <translation>Durchsuchen...</translation>
  </message>
  <message>
   <source>Camera</source>
   <translation>Kamera</translation>
  </message>
  <message>
   <source>Camera assumed: level, {degrees}° vertical field of view</source>
   <translation>Kamera angenommen: waagerecht, {degrees}° vertikaler Bildwinkel</translation>
  </message>
  <message>
   <source>Camera of the second view</source>
   <translation>Kamera der zweiten Ansicht</translation>
  </message>
  <message>
   <source>Camera of the second view...</source>
   <translation>Kamera der zweiten Ansicht...</translation>
  </message>
  <message>
   <source>Camera of view {number}</source>
   <translation>Kamera von Ansicht {number}</translation>
  </message>
  <message>
   <source>Camera pitch</source>
   <translation>Neigung der Kamera</translation>
  </message>
  <message>
   <source>Camera to the view</source>
   <translation>Kamera zur Ansicht</translation>
  </message>
  <message>
   <source>Camera view</source>
   <translation>Kameraansicht</translation>
  </message>
  <message>
   <source>Camera: azimuth</source>
   <translation>Kamera: Azimut</translation>
  </message>
  <message>
   <source>Camera: distance</source>
   <translation>Kamera: Abstand</translation>
  </message>
  <message>
   <source>Camera: elevation</source>
   <translation>Kamera: Höhenwinkel</translation>
  </message>
  <message>
   <source>Camera: field of view</source>
   <translation>Kamera: Bildwinkel</translation>
  </message>
  <message>
   <source>Camera: roll</source>
   <translation>Kamera: Rollwinkel</translation>
  </message>
  <message>
   <source>Cameras and calibrations</source>
   <translation>Kameras und Kalibrierungen</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Capsules</source>
   <translation>Kapseln</translation>
  </message>
  <message>
   <source>Cards: point, click, Ctrl+click</source>
   <translation>Karten: Zeigen, Klick, Strg+Klick</translation>
  </message>
  <message>
   <source>Centimetres</source>
   <translation>Zentimeter</translation>
  </message>
  <message>
   <source>Change preferences</source>
   <translation>Einstellungen ändern</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Wählen</translation>
  </message>
  <message>
   <source>Choose a file first.</source>
   <translation>Zuerst eine Datei wählen.</translation>
  </message>
  <message>
   <source>Choose a folder for the run.</source>
   <translation>Einen Ordner für den Lauf wählen.</translation>
  </message>
  <message>
   <source>Choose a menu by the arrow keys</source>
   <translation>Ein Menü mit den Pfeiltasten wählen</translation>
  </message>
  <message>
   <source>Choose data first.</source>
   <translation>Zuerst Daten wählen.</translation>
  </message>
  <message>
   <source>Choose file...</source>
   <translation>Datei wählen...</translation>
  </message>
  <message>
   <source>Choose it, or let it be found from the pose</source>
   <translation>Sie wählen oder aus der Pose bestimmen lassen</translation>
  </message>
  <message>
   <source>Choose the best</source>
   <translation>Beste wählen</translation>
  </message>
  <message>
   <source>Choose the camera file</source>
   <translation>Kameradatei wählen</translation>
  </message>
  <message>
   <source>Choose the first of all poses: the middle one of the most frequent alternative</source>
   <translation>Die erste aller Posen wählen: die mittlere der häufigsten Alternative</translation>
  </message>
  <message>
   <source>Choose the pose of the alternative before</source>
   <translation>Die Pose der vorigen Alternative wählen</translation>
  </message>
  <message>
   <source>Choose the pose of the next alternative</source>
   <translation>Die Pose der nächsten Alternative wählen</translation>
  </message>
  <message>
   <source>Clear in and out</source>
   <translation>In und Out aufheben</translation>
  </message>
  <message>
   <source>Clear pins</source>
   <translation>Pins entfernen</translation>
  </message>
  <message>
   <source>Click another person or their box</source>
   <translation>Klick auf eine andere Person oder ihren Rahmen</translation>
  </message>
  <message>
   <source>Click here, then press D to find everybody in this picture, or Ctrl+B to drag a box around one person.</source>
   <translation>Hier klicken, dann D drücken, um alle im Bild zu finden, oder mit Strg+B einen Rahmen um eine Person ziehen.</translation>
  </message>
  <message>
   <source>Click here, then press Shift+N to place a person by hand.</source>
   <translation>Hier klicken, dann mit Umschalt+N eine Person von Hand platzieren.</translation>
  </message>
  <message>
   <source>Click to choose this pose, Ctrl+click to compare it with the chosen one.</source>
   <translation>Klick wählt diese Pose, Strg+Klick vergleicht sie mit der gewählten.</translation>
  </message>
  <message>
   <source>Clip</source>
   <translation>Clip</translation>
  </message>
  <message>
   <source>Clips</source>
   <translation>Clips</translation>
  </message>
  <message>
   <source>Clips and poses (*.bvh *.npz)</source>
   <translation>Clips und Posen (*.bvh *.npz)</translation>
  </message>
  <message>
   <source>Clips, videos, pictures and keypoint files of your folders. Add a folder, or drop one here.</source>
   <translation>Clips, Videos, Bilder und Keypoint-Dateien Ihrer Ordner. Einen Ordner hinzufügen oder hier ablegen.</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Close the second view; the first stays open</source>
   <translation>Die zweite Ansicht schließen; die erste bleibt offen</translation>
  </message>
  <message>
   <source>Close the studio</source>
   <translation>PoseStudio beenden</translation>
  </message>
  <message>
   <source>Close this panel; the menu View &gt; Panels opens it again</source>
   <translation>Dieses Feld schließen; Ansicht &gt; Bedienfelder öffnet es wieder</translation>
  </message>
  <message>
   <source>Close what is open; the start page is shown then</source>
   <translation>Das Geöffnete schließen; dann erscheint die Startseite</translation>
  </message>
  <message>
   <source>Cluster</source>
   <translation>Cluster</translation>
  </message>
  <message>
   <source>Colour</source>
   <translation>Farbe</translation>
  </message>
  <message>
   <source>Colours and marks</source>
   <translation>Farben und Markierungen</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <source>Command palette...</source>
   <translation>Befehlspalette...</translation>
  </message>
  <message>
   <source>Compare</source>
   <translation>Vergleichen</translation>
  </message>
  <message>
   <source>Compare with the chosen one</source>
   <translation>Mit der gewählten vergleichen</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Verglichen</translation>
  </message>
  <message>
   <source>Compared: {alternative}</source>
   <translation>Verglichen: {alternative}</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copy 3D picture</source>
   <translation>3D-Bild kopieren</translation>
  </message>
  <message>
   <source>Copy key</source>
   <translation>Keyframe kopieren</translation>
  </message>
  <message>
   <source>Copy pose</source>
   <translation>Pose kopieren</translation>
  </message>
  <message>
   <source>Copy report</source>
   <translation>Bericht kopieren</translation>
  </message>
  <message>
   <source>Copy the person's pose and keypoints</source>
   <translation>Pose und Keypoints der Person kopieren</translation>
  </message>
  <message>
   <source>Copy the selected keys, or that of this frame</source>
   <translation>Die gewählten Keyframes oder den dieses Frames kopieren</translation>
  </message>
  <message>
   <source>Copy versions</source>
   <translation>Versionen kopieren</translation>
  </message>
  <message>
   <source>Credits</source>
   <translation>Mitwirkende</translation>
  </message>
  <message>
   <source>Crouching</source>
   <translation>Hockend</translation>
  </message>
  <message>
   <source>Ctrl+B, drag a box</source>
   <translation>Strg+B, Rahmen ziehen</translation>
  </message>
  <message>
   <source>Ctrl+click, drag a box</source>
   <translation>Strg+Klick, Rahmen ziehen</translation>
  </message>
  <message>
   <source>D finds everybody in the picture; Ctrl+B, then a drag draws a box around one person.</source>
   <translation>D findet alle Personen im Bild; Strg+B und Ziehen zeichnet einen Rahmen um eine Person.</translation>
  </message>
  <message>
   <source>DPM-Solver++ 2M</source>
   <translation>DPM-Solver++ 2M</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <source>Data...</source>
   <translation>Daten...</translation>
  </message>
  <message>
   <source>Decimetres</source>
   <translation>Dezimeter</translation>
  </message>
  <message>
   <source>Del</source>
   <translation>Entf</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message numerus="yes">
   <source>Delete %n keys</source>
   <translation>
    <numerusform>Keyframe löschen</numerusform>
    <numerusform>%n Keyframes löschen</numerusform>
   </translation>
  </message>
  <message>
   <source>Delete key</source>
   <translation>Keyframe löschen</translation>
  </message>
  <message>
   <source>Delete person</source>
   <translation>Person löschen</translation>
  </message>
  <message>
   <source>Delete person {number}</source>
   <translation>Person {number} löschen</translation>
  </message>
  <message>
   <source>Delete {who}</source>
   <translation>{who} löschen</translation>
  </message>
  <message>
   <source>Denoised estimate x_0</source>
   <translation>Entrauschte Schätzung x_0</translation>
  </message>
  <message>
   <source>Denoising</source>
   <translation>Entrauschen</translation>
  </message>
  <message>
   <source>Denoising step</source>
   <translation>Entrauschungsschritt</translation>
  </message>
  <message>
   <source>Denoising steps</source>
   <translation>Entrauschungsschritte</translation>
  </message>
  <message>
   <source>Denoising steps appear here</source>
   <translation>Hier erscheinen die Entrauschungsschritte</translation>
  </message>
  <message>
   <source>Denoising, spread, joint limits and the sampler's settings</source>
   <translation>Entrauschen, Streuung, Gelenkgrenzen und Sampler</translation>
  </message>
  <message>
   <source>Denoising: Space, arrows, Home, End</source>
   <translation>Entrauschen: Leertaste, Pfeile, Pos1, Ende</translation>
  </message>
  <message>
   <source>Detect</source>
   <translation>Erkennen</translation>
  </message>
  <message>
   <source>Detect another person</source>
   <translation>Weitere Person erkennen</translation>
  </message>
  <message>
   <source>Detect everybody</source>
   <translation>Alle erkennen</translation>
  </message>
  <message>
   <source>Detect keypoints</source>
   <translation>Keypoints erkennen</translation>
  </message>
  <message>
   <source>Detect the keypoints of the chosen person again, in their box; of everybody where nobody is chosen</source>
   <translation>Keypoints der gewählten Person in ihrem Rahmen neu erkennen; von allen, wenn keine gewählt ist</translation>
  </message>
  <message>
   <source>Detect the people in the picture, or open its keypoint file.</source>
   <translation>Die Personen im Bild erkennen oder die Keypoint-Datei öffnen.</translation>
  </message>
  <message>
   <source>Detect {who} again</source>
   <translation>{who} neu erkennen</translation>
  </message>
  <message>
   <source>Detecting keypoints in {picture}</source>
   <translation>Keypoints in {picture} werden erkannt</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>Gerät</translation>
  </message>
  <message>
   <source>Device and threads change at the next start.</source>
   <translation>Gerät und Threads ändern sich beim nächsten Start.</translation>
  </message>
  <message>
   <source>Directions that bones can have. Those of the poses found appear here as dots.</source>
   <translation>Richtungen, die Knochen haben können. Die der gefundenen Posen erscheinen hier als Punkte.</translation>
  </message>
  <message>
   <source>Discard pose made by hand</source>
   <translation>Von Hand gemachte Pose verwerfen</translation>
  </message>
  <message>
   <source>Discard the run</source>
   <translation>Lauf verwerfen</translation>
  </message>
  <message>
   <source>Discard...</source>
   <translation>Verwerfen...</translation>
  </message>
  <message>
   <source>Discarded.</source>
   <translation>Verworfen.</translation>
  </message>
  <message>
   <source>Discarded; other files in {run} are kept.</source>
   <translation>Verworfen; andere Dateien in {run} bleiben erhalten.</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Distance</source>
   <translation>Abstand</translation>
  </message>
  <message>
   <source>Distance from the point that the camera looks at</source>
   <translation>Abstand vom Punkt, auf den die Kamera blickt</translation>
  </message>
  <message>
   <source>Do not draw the chosen pose, or draw it again</source>
   <translation>Die gewählte Pose ausblenden oder wieder zeigen</translation>
  </message>
  <message>
   <source>Dock</source>
   <translation>Andocken</translation>
  </message>
  <message>
   <source>Documentation</source>
   <translation>Dokumentation</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>Done.</source>
   <translation>Fertig.</translation>
  </message>
  <message>
   <source>Drag a box around a person in the picture, to detect their keypoints as well</source>
   <translation>Im Bild einen Rahmen um eine Person ziehen, um auch ihre Keypoints zu erkennen</translation>
  </message>
  <message>
   <source>Drag a keypoint</source>
   <translation>Keypoint ziehen</translation>
  </message>
  <message>
   <source>Drag a keypoint: the 3D poses follow. Right-click it for its menu.</source>
   <translation>Keypoint ziehen: Die 3D-Posen folgen. Rechtsklick öffnet sein Menü.</translation>
  </message>
  <message>
   <source>Drag a person's keypoints, and see at once every 3D pose that explains them.</source>
   <translation>Die Keypoints einer Person ziehen und sofort jede 3D-Pose sehen, die sie erklärt.</translation>
  </message>
  <message>
   <source>Drag a wrong keypoint: the frame becomes a key, and the motion follows around it.</source>
   <translation>Falschen Keypoint ziehen: Der Frame wird zum Keyframe, und die Bewegung folgt um ihn herum.</translation>
  </message>
  <message>
   <source>Drag it back, or choose another alternative.</source>
   <translation>Zurückziehen oder eine andere Alternative wählen.</translation>
  </message>
  <message>
   <source>Drag joints: the frame becomes a key</source>
   <translation>Gelenke ziehen: Der Frame wird zum Keyframe</translation>
  </message>
  <message>
   <source>Drag keypoints, or joints in the 3D view, in two or more frames: the motion between is filled in.</source>
   <translation>In zwei oder mehr Frames Keypoints oder Gelenke in der 3D-Ansicht ziehen: Die Bewegung dazwischen wird ergänzt.</translation>
  </message>
  <message>
   <source>Drag the box of a person, or its handle</source>
   <translation>Rahmen einer Person oder seinen Griff ziehen</translation>
  </message>
  <message>
   <source>Draw a box around a person, or place one by hand.</source>
   <translation>Einen Rahmen um eine Person ziehen oder eine von Hand platzieren.</translation>
  </message>
  <message>
   <source>Draw a box around the person: keypoints are detected in it.</source>
   <translation>Einen Rahmen um die Person ziehen: Darin werden Keypoints erkannt.</translation>
  </message>
  <message>
   <source>Draw all alternatives with their hips in one place, or where each of them is, near or far</source>
   <translation>Alle Alternativen mit der Hüfte an einem Ort zeichnen oder dort, wo jede steht, nah oder fern</translation>
  </message>
  <message>
   <source>Draw bodies as mannequins</source>
   <translation>Körper als Modellpuppen zeichnen</translation>
  </message>
  <message>
   <source>Draw bones as sticks</source>
   <translation>Knochen als Linien zeichnen</translation>
  </message>
  <message>
   <source>Draw each bone as a capsule</source>
   <translation>Jeden Knochen als Kapsel zeichnen</translation>
  </message>
  <message>
   <source>Draw every sampled pose as lines, beside the alternatives</source>
   <translation>Neben den Alternativen jede gesampelte Pose als Linien zeichnen</translation>
  </message>
  <message>
   <source>Draw the 3D view without perspective, or with it again</source>
   <translation>Die 3D-Ansicht ohne Perspektive zeichnen oder wieder mit</translation>
  </message>
  <message>
   <source>Draw the box over the picture: keypoints are detected in it.</source>
   <translation>Den Rahmen ins Bild zeichnen: Darin werden Keypoints erkannt.</translation>
  </message>
  <message>
   <source>Draw the chosen pose solid beside others, or stop that</source>
   <translation>Die gewählte Pose massiv neben anderen zeichnen oder das beenden</translation>
  </message>
  <message>
   <source>Draw the paths of hands, feet and head from noise to pose</source>
   <translation>Die Wege von Händen, Füßen und Kopf vom Rauschen zur Pose zeichnen</translation>
  </message>
  <message>
   <source>Drop a video, a BVH clip, a keypoint file (COCO, OpenPose or MMPose JSON) or a picture here, or choose File &gt; Open.
File &gt; New: standing figure adds a person to edit.</source>
   <translation>Video, BVH-Clip, Keypoint-Datei (COCO-, OpenPose- oder MMPose-JSON) oder Bild hier ablegen oder Datei &gt; Öffnen wählen.
Datei &gt; Neu: stehende Figur fügt eine Person zum Bearbeiten ein.</translation>
  </message>
  <message>
   <source>Drop folders of BVH here, or a poses file.</source>
   <translation>Ordner mit BVH oder eine Posendatei hier ablegen.</translation>
  </message>
  <message>
   <source>Dropped picture</source>
   <translation>Abgelegtes Bild</translation>
  </message>
  <message>
   <source>Duplicate settings</source>
   <translation>Einstellungen übernehmen</translation>
  </message>
  <message>
   <source>Each frame is solved by itself; Solve motion (Y) makes one smooth motion of them.</source>
   <translation>Jeder Frame wird einzeln berechnet; „Bewegung berechnen“ (Y) macht daraus eine glatte Bewegung.</translation>
  </message>
  <message>
   <source>Each keypoint is followed as closely as its own noise says.</source>
   <translation>Jedem Keypoint wird so genau gefolgt, wie sein Rauschen angibt.</translation>
  </message>
  <message>
   <source>Earlier steps</source>
   <translation>Frühere Schritte</translation>
  </message>
  <message>
   <source>Edit</source>
   <translation>Bearbeiten</translation>
  </message>
  <message>
   <source>Edit pose in 3D</source>
   <translation>Pose in 3D bearbeiten</translation>
  </message>
  <message>
   <source>Edit the next person</source>
   <translation>Die nächste Person bearbeiten</translation>
  </message>
  <message>
   <source>Edit the person before</source>
   <translation>Die vorige Person bearbeiten</translation>
  </message>
  <message>
   <source>Eight examples with the bodies, cameras, missing points and noise of the training; they change with the settings.</source>
   <translation>Acht Beispiele mit Körpern, Kameras, fehlenden Punkten und Rauschen des Trainings; sie ändern sich mit den Einstellungen.</translation>
  </message>
  <message>
   <source>Elevation</source>
   <translation>Höhenwinkel</translation>
  </message>
  <message>
   <source>Elsewhere: {joints}</source>
   <translation>Anderswo: {joints}</translation>
  </message>
  <message numerus="yes">
   <source>Elsewhere: {joints} and %n more</source>
   <translation>
    <numerusform>Anderswo: {joints} und %n weiteres</numerusform>
    <numerusform>Anderswo: {joints} und %n weitere</numerusform>
   </translation>
  </message>
  <message>
   <source>End the run and save its weights; it can be resumed</source>
   <translation>Den Lauf beenden und seine Gewichte sichern; er kann fortgesetzt werden</translation>
  </message>
  <message>
   <source>Energy score (mm)</source>
   <translation>Energy Score (mm)</translation>
  </message>
  <message>
   <source>Energy score of the sampled poses; lower is better. When it rises in validation while it falls in training, the network overfits; the best weights are stored.</source>
   <translation>Energy Score der gesampelten Posen; niedriger ist besser. Steigt er in der Validierung, während er im Training fällt, ist das Netz überangepasst; die besten Gewichte werden gesichert.</translation>
  </message>
  <message>
   <source>Euler</source>
   <translation>Euler</translation>
  </message>
  <message>
   <source>Every 3D pose that fits the keypoints is shown here, as pictures to choose from.</source>
   <translation>Hier erscheint jede 3D-Pose, die zu den Keypoints passt, als Bild zum Auswählen.</translation>
  </message>
  <message>
   <source>Every pose that explains the keypoints, one in each frame, the best first.</source>
   <translation>Jede Pose, die die Keypoints erklärt, eine pro Frame, die beste zuerst.</translation>
  </message>
  <message>
   <source>Everybody ({count})</source>
   <translation>Alle ({count})</translation>
  </message>
  <message>
   <source>Everybody's corrected keypoints as COCO JSON, which the studio opens again.</source>
   <translation>Die korrigierten Keypoints aller Personen als COCO-JSON, das PoseStudio wieder öffnet.</translation>
  </message>
  <message>
   <source>Examples of the training data appear here when the poses have been read.</source>
   <translation>Hier erscheinen Beispiele der Trainingsdaten, sobald die Posen gelesen sind.</translation>
  </message>
  <message>
   <source>Exchange left and right</source>
   <translation>Links und rechts tauschen</translation>
  </message>
  <message>
   <source>Exchange left and right arm</source>
   <translation>Linken und rechten Arm tauschen</translation>
  </message>
  <message>
   <source>Exchange left and right in the selected frames, or in this one</source>
   <translation>In den gewählten Frames oder in diesem links und rechts tauschen</translation>
  </message>
  <message>
   <source>Exchange left and right leg</source>
   <translation>Linkes und rechtes Bein tauschen</translation>
  </message>
  <message>
   <source>Exchange the sides' names; nothing moves</source>
   <translation>Die Namen der Seiten tauschen; nichts bewegt sich</translation>
  </message>
  <message>
   <source>Exchange the views</source>
   <translation>Ansichten tauschen</translation>
  </message>
  <message>
   <source>Expected folders, .bvh or a poses file.</source>
   <translation>Erwartet werden Ordner, .bvh oder eine Posendatei.</translation>
  </message>
  <message>
   <source>Experiments</source>
   <translation>Experimente</translation>
  </message>
  <message>
   <source>Experiments in the same folder appear here.</source>
   <translation>Hier erscheinen Experimente aus demselben Ordner.</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
  <message>
   <source>Export a pose as BVH, glTF or USD</source>
   <translation>Eine Pose als BVH, glTF oder USD exportieren</translation>
  </message>
  <message>
   <source>Export a video of the motion, or of how the pose formed</source>
   <translation>Ein Video der Bewegung exportieren oder davon, wie die Pose entstand</translation>
  </message>
  <message>
   <source>Export as</source>
   <translation>Exportieren als</translation>
  </message>
  <message>
   <source>Export poses</source>
   <translation>Posen exportieren</translation>
  </message>
  <message>
   <source>Export poses, motions, keypoints or camera for other programs</source>
   <translation>Posen, Bewegungen, Keypoints oder Kamera für andere Programme exportieren</translation>
  </message>
  <message>
   <source>Export the 3D view, or the picture plane as SVG</source>
   <translation>Die 3D-Ansicht oder die Bildebene als SVG exportieren</translation>
  </message>
  <message>
   <source>Export the motion of all frames as BVH, glTF or USD</source>
   <translation>Die Bewegung aller Frames als BVH, glTF oder USD exportieren</translation>
  </message>
  <message>
   <source>Export these poses...</source>
   <translation>Diese Posen exportieren...</translation>
  </message>
  <message>
   <source>Export...</source>
   <translation>Exportieren...</translation>
  </message>
  <message>
   <source>Exported {path}</source>
   <translation>{path} exportiert</translation>
  </message>
  <message>
   <source>F1 lists all keys.</source>
   <translation>F1 zeigt alle Tasten.</translation>
  </message>
  <message>
   <source>Fast (MLP)</source>
   <translation>Schnell (MLP)</translation>
  </message>
  <message>
   <source>Feet</source>
   <translation>Fuß</translation>
  </message>
  <message>
   <source>Field of view</source>
   <translation>Bildwinkel</translation>
  </message>
  <message>
   <source>Field of view of the photograph's focal length: {degrees}°</source>
   <translation>Bildwinkel aus der Brennweite des Fotos: {degrees}°</translation>
  </message>
  <message numerus="yes">
   <source>Field of view {degrees}°, probably {low}° to {high}°, from %n poses.</source>
   <translation>
    <numerusform>Bildwinkel {degrees}°, wahrscheinlich {low}° bis {high}°, aus %n Pose.</numerusform>
    <numerusform>Bildwinkel {degrees}°, wahrscheinlich {low}° bis {high}°, aus %n Posen.</numerusform>
   </translation>
  </message>
  <message>
   <source>File</source>
   <translation>Datei</translation>
  </message>
  <message>
   <source>File (default: random)</source>
   <translation>Datei (Standard: zufällig)</translation>
  </message>
  <message>
   <source>Files</source>
   <translation>Dateien</translation>
  </message>
  <message>
   <source>Fill the screen with the window, or end that</source>
   <translation>Das Fenster bildschirmfüllend zeigen oder das beenden</translation>
  </message>
  <message>
   <source>Filled dot, ring, faint ring</source>
   <translation>Gefüllter Punkt, Ring, blasser Ring</translation>
  </message>
  <message>
   <source>Find all people in the picture and their keypoints, in place of those shown</source>
   <translation>Alle Personen im Bild und ihre Keypoints erkennen, anstelle der gezeigten</translation>
  </message>
  <message>
   <source>Find everybody in {picture}</source>
   <translation>Alle in {picture} finden</translation>
  </message>
  <message>
   <source>Find the field of view with which the poses of all people in the picture fit best</source>
   <translation>Den Bildwinkel bestimmen, mit dem die Posen aller Personen im Bild am besten passen</translation>
  </message>
  <message>
   <source>Finding people in {name}</source>
   <translation>Personen in {name} werden gesucht</translation>
  </message>
  <message>
   <source>Finding people in {picture}</source>
   <translation>Personen in {picture} werden gesucht</translation>
  </message>
  <message>
   <source>Finding people...</source>
   <translation>Personen werden gesucht...</translation>
  </message>
  <message>
   <source>Finding people: {done} of {all} frames...</source>
   <translation>Personen werden gesucht: {done} von {all} Frames...</translation>
  </message>
  <message>
   <source>Finding poses...</source>
   <translation>Posen werden berechnet...</translation>
  </message>
  <message>
   <source>Finding the poses that fit...</source>
   <translation>Passende Posen werden gesucht...</translation>
  </message>
  <message>
   <source>Finds the people in it, and every 3D pose that explains them</source>
   <translation>Findet die Personen darin und jede 3D-Pose, die sie erklärt</translation>
  </message>
  <message>
   <source>First frame</source>
   <translation>Erster Frame</translation>
  </message>
  <message>
   <source>First step</source>
   <translation>Erster Schritt</translation>
  </message>
  <message>
   <source>Fit</source>
   <translation>Einpassen</translation>
  </message>
  <message>
   <source>Fit person</source>
   <translation>Person einpassen</translation>
  </message>
  <message>
   <source>Fit the picture and the bodies into their views</source>
   <translation>Bild und Körper in ihre Ansichten einpassen</translation>
  </message>
  <message>
   <source>Five minutes</source>
   <translation>Fünf Minuten</translation>
  </message>
  <message>
   <source>Float</source>
   <translation>Abkoppeln</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Folder of BVH</source>
   <translation>Ordner mit BVH</translation>
  </message>
  <message>
   <source>Folder of runs</source>
   <translation>Ordner der Läufe</translation>
  </message>
  <message>
   <source>Folder of the export</source>
   <translation>Ordner des Exports</translation>
  </message>
  <message>
   <source>Folder of the run</source>
   <translation>Ordner des Laufs</translation>
  </message>
  <message>
   <source>Folder...</source>
   <translation>Ordner...</translation>
  </message>
  <message>
   <source>Folders and files to train on</source>
   <translation>Ordner und Dateien für das Training</translation>
  </message>
  <message>
   <source>Follow</source>
   <translation>Folgen</translation>
  </message>
  <message>
   <source>Follow subject</source>
   <translation>Person folgen</translation>
  </message>
  <message>
   <source>For</source>
   <translation>Für</translation>
  </message>
  <message>
   <source>For videos from a camera that moves: a motion is then right about the hips, not in the world</source>
   <translation>Für Videos mit bewegter Kamera: Die Bewegung stimmt dann um die Hüfte, nicht im Raum</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>Format</translation>
  </message>
  <message>
   <source>Four 3D views</source>
   <translation>Vier 3D-Ansichten</translation>
  </message>
  <message>
   <source>Frame</source>
   <translation>Frame</translation>
  </message>
  <message>
   <source>Frame all</source>
   <translation>Alles einpassen</translation>
  </message>
  <message>
   <source>Frame of the selected clip</source>
   <translation>Frame des gewählten Clips</translation>
  </message>
  <message>
   <source>Frame rate</source>
   <translation>Bildrate</translation>
  </message>
  <message>
   <source>Frame rate assumed: {rate} per second</source>
   <translation>Bildrate angenommen: {rate} pro Sekunde</translation>
  </message>
  <message>
   <source>Frame {number}</source>
   <translation>Frame {number}</translation>
  </message>
  <message>
   <source>Frame {number}. Double-click opens it.</source>
   <translation>Frame {number}. Doppelklick öffnet ihn.</translation>
  </message>
  <message>
   <source>Frames</source>
   <translation>Frames</translation>
  </message>
  <message>
   <source>Frames around</source>
   <translation>Frames davor und danach</translation>
  </message>
  <message>
   <source>Frames: Ctrl+left and right arrow</source>
   <translation>Frames: Strg+Pfeil links und rechts</translation>
  </message>
  <message>
   <source>Frames: Shift+drag</source>
   <translation>Frames: Umschalt+Ziehen</translation>
  </message>
  <message>
   <source>Frames: drag</source>
   <translation>Frames: Ziehen</translation>
  </message>
  <message>
   <source>Frames: drag a bracket, I, O</source>
   <translation>Frames: Klammer ziehen, I, O</translation>
  </message>
  <message>
   <source>Frames: drag a key</source>
   <translation>Frames: Keyframe ziehen</translation>
  </message>
  <message>
   <source>Frames: red bars</source>
   <translation>Frames: rote Balken</translation>
  </message>
  <message>
   <source>Frames: wheel, middle drag</source>
   <translation>Frames: Mausrad, mittlere Taste ziehen</translation>
  </message>
  <message>
   <source>Front</source>
   <translation>Vorn</translation>
  </message>
  <message>
   <source>Full screen</source>
   <translation>Vollbild</translation>
  </message>
  <message>
   <source>Glow over the picture</source>
   <translation>Leuchten über dem Bild</translation>
  </message>
  <message>
   <source>Go one frame back</source>
   <translation>Einen Frame zurück</translation>
  </message>
  <message>
   <source>Go one frame forward</source>
   <translation>Einen Frame vor</translation>
  </message>
  <message>
   <source>Go one step back</source>
   <translation>Einen Schritt zurück</translation>
  </message>
  <message>
   <source>Go one step forward</source>
   <translation>Einen Schritt vor</translation>
  </message>
  <message>
   <source>Go ten frames back</source>
   <translation>Zehn Frames zurück</translation>
  </message>
  <message>
   <source>Go ten frames forward</source>
   <translation>Zehn Frames vor</translation>
  </message>
  <message>
   <source>Go ten steps back</source>
   <translation>Zehn Schritte zurück</translation>
  </message>
  <message>
   <source>Go ten steps forward</source>
   <translation>Zehn Schritte vor</translation>
  </message>
  <message>
   <source>Go to a denoising step by its number</source>
   <translation>Zu einem Entrauschungsschritt nach Nummer gehen</translation>
  </message>
  <message>
   <source>Go to a frame by its number</source>
   <translation>Zu einem Frame nach Nummer gehen</translation>
  </message>
  <message>
   <source>Go to a time and drag joints, or choose Make key in the menu Motion: the frame becomes a key</source>
   <translation>Zu einem Zeitpunkt gehen und Gelenke ziehen oder im Menü Bewegung „Keyframe setzen“ wählen: Der Frame wird zum Keyframe</translation>
  </message>
  <message>
   <source>Go to frame</source>
   <translation>Gehe zu Frame</translation>
  </message>
  <message>
   <source>Go to frame...</source>
   <translation>Gehe zu Frame...</translation>
  </message>
  <message>
   <source>Go to step</source>
   <translation>Gehe zu Schritt</translation>
  </message>
  <message>
   <source>Go to step...</source>
   <translation>Gehe zu Schritt...</translation>
  </message>
  <message>
   <source>Go to the finished pose</source>
   <translation>Zur fertigen Pose gehen</translation>
  </message>
  <message>
   <source>Go to the first frame</source>
   <translation>Zum ersten Frame gehen</translation>
  </message>
  <message>
   <source>Go to the first step: pure noise</source>
   <translation>Zum ersten Schritt gehen: reines Rauschen</translation>
  </message>
  <message>
   <source>Go to the key before this frame</source>
   <translation>Zum Keyframe vor diesem Frame gehen</translation>
  </message>
  <message>
   <source>Go to the last frame</source>
   <translation>Zum letzten Frame gehen</translation>
  </message>
  <message>
   <source>Go to the menus</source>
   <translation>Zu den Menüs gehen</translation>
  </message>
  <message>
   <source>Go to the next key after this frame</source>
   <translation>Zum nächsten Keyframe nach diesem Frame gehen</translation>
  </message>
  <message>
   <source>Go to where the next red frames begin: their confidence is below 50 %, or the person is lost there</source>
   <translation>Zum Anfang der nächsten roten Frames gehen: Die Konfidenz liegt unter 50 %, oder die Person ist dort verloren</translation>
  </message>
  <message>
   <source>Ground truth</source>
   <translation>Ground Truth</translation>
  </message>
  <message>
   <source>Handedness</source>
   <translation>Händigkeit</translation>
  </message>
  <message>
   <source>Hands on hips</source>
   <translation>Hände in den Hüften</translation>
  </message>
  <message>
   <source>Heatmaps</source>
   <translation>Heatmaps</translation>
  </message>
  <message>
   <source>Height</source>
   <translation>Höhe</translation>
  </message>
  <message>
   <source>Height of the hips, in leg lengths</source>
   <translation>Höhe der Hüfte, in Beinlängen</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Heun</source>
   <translation>Heun</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>Ausblenden</translation>
  </message>
  <message>
   <source>Hide no pose, and compare none</source>
   <translation>Keine Pose ausblenden oder vergleichen</translation>
  </message>
  <message>
   <source>Hide {who}</source>
   <translation>{who} ausblenden</translation>
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>Hold every joint of this frame where it is shown</source>
   <translation>Jedes Gelenk dieses Frames dort halten, wo es gezeigt wird</translation>
  </message>
  <message>
   <source>Hold the joint where the chosen pose has it in 3D, or release it</source>
   <translation>Das Gelenk dort halten, wo es die gewählte Pose in 3D hat, oder lösen</translation>
  </message>
  <message>
   <source>Hours:minutes:seconds:frames. Click, type a time such as 0:05:12, 5.4 s or #162 for a frame, then Enter. A right click changes to seconds and back.</source>
   <translation>Stunden:Minuten:Sekunden:Frames. Klicken, eine Zeit wie 0:05:12, 5.4 s oder #162 für einen Frame eingeben, dann Eingabe. Ein Rechtsklick wechselt zu Sekunden und zurück.</translation>
  </message>
  <message>
   <source>How it formed</source>
   <translation>Wie sie entstand</translation>
  </message>
  <message>
   <source>How much noise the sampler adds; with less, the poses differ less</source>
   <translation>Wie viel Rauschen der Sampler hinzufügt; mit weniger unterscheiden sich die Posen weniger</translation>
  </message>
  <message>
   <source>How much of the selected pose is applied; the rest stays as it is</source>
   <translation>Wie viel von der gewählten Pose angewendet wird; der Rest bleibt, wie er ist</translation>
  </message>
  <message>
   <source>How plausible the pose is; higher is better</source>
   <translation>Wie plausibel die Pose ist; höher ist besser</translation>
  </message>
  <message>
   <source>How sure the detector is that a person is there and has these keypoints: {share}</source>
   <translation>Wie sicher der Detektor ist, dass dort eine Person mit diesen Keypoints ist: {share}</translation>
  </message>
  <message>
   <source>How sure the detector is that this is a person in this pose</source>
   <translation>Wie sicher der Detektor ist, dass hier eine Person in dieser Pose ist</translation>
  </message>
  <message>
   <source>How sure the detector was of this joint, and how far off the keypoint may be</source>
   <translation>Wie sicher sich der Detektor bei diesem Gelenk war und wie weit der Keypoint abweichen kann</translation>
  </message>
  <message>
   <source>Hypotheses</source>
   <translation>Hypothesen</translation>
  </message>
  <message>
   <source>Ignore the keypoints in the selected frames, or in this one; or use them again</source>
   <translation>Die Keypoints in den gewählten Frames oder in diesem ignorieren oder wieder verwenden</translation>
  </message>
  <message>
   <source>Image {width} x {height}</source>
   <translation>Bild {width} x {height}</translation>
  </message>
  <message>
   <source>Import and export poses</source>
   <translation>Posen importieren und exportieren</translation>
  </message>
  <message>
   <source>Import poses</source>
   <translation>Posen importieren</translation>
  </message>
  <message>
   <source>Import poses...</source>
   <translation>Posen importieren...</translation>
  </message>
  <message>
   <source>In and out from range</source>
   <translation>In und Out aus Bereich</translation>
  </message>
  <message>
   <source>In or out: drag it, or press I or O. Frames outside are not played or exported.</source>
   <translation>In oder Out: ziehen oder I oder O drücken. Frames außerhalb werden nicht abgespielt oder exportiert.</translation>
  </message>
  <message>
   <source>In the list, around the box and of the body in 3D</source>
   <translation>In der Liste, am Rahmen und am Körper in 3D</translation>
  </message>
  <message>
   <source>Inches</source>
   <translation>Zoll</translation>
  </message>
  <message>
   <source>Include validation subjects (final run)</source>
   <translation>Validierungspersonen einbeziehen (Endlauf)</translation>
  </message>
  <message>
   <source>Infer field of view</source>
   <translation>Bildwinkel bestimmen</translation>
  </message>
  <message>
   <source>Inferring the field of view</source>
   <translation>Bildwinkel wird bestimmt</translation>
  </message>
  <message>
   <source>Inspect</source>
   <translation>Analyse</translation>
  </message>
  <message>
   <source>Inspector</source>
   <translation>Inspektor</translation>
  </message>
  <message>
   <source>Interactive figure</source>
   <translation>Interaktive Abbildung</translation>
  </message>
  <message>
   <source>Interactive figure of the motion</source>
   <translation>Interaktive Abbildung der Bewegung</translation>
  </message>
  <message>
   <source>Interpolated: {joints}</source>
   <translation>Interpoliert: {joints}</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Intervall</translation>
  </message>
  <message>
   <source>Its camera is assumed.</source>
   <translation>Die Kamera ist angenommen.</translation>
  </message>
  <message>
   <source>Its camera is known.</source>
   <translation>Die Kamera ist bekannt.</translation>
  </message>
  <message>
   <source>Its camera is to be found from the pose.</source>
   <translation>Die Kamera wird aus der Pose bestimmt.</translation>
  </message>
  <message>
   <source>Its camera was found from the pose.</source>
   <translation>Die Kamera wurde aus der Pose bestimmt.</translation>
  </message>
  <message>
   <source>Joint
limits</source>
   <translation>Gelenk-
grenzen</translation>
  </message>
  <message>
   <source>Joint found</source>
   <translation>Gelenk erkannt</translation>
  </message>
  <message>
   <source>Joint in the file</source>
   <translation>Gelenk in der Datei</translation>
  </message>
  <message>
   <source>Joint limits</source>
   <translation>Gelenkgrenzen</translation>
  </message>
  <message>
   <source>Joints and axes of the clip</source>
   <translation>Gelenke und Achsen des Clips</translation>
  </message>
  <message>
   <source>Joints and axes of the clip...</source>
   <translation>Gelenke und Achsen des Clips...</translation>
  </message>
  <message>
   <source>Joints and axes...</source>
   <translation>Gelenke und Achsen...</translation>
  </message>
  <message>
   <source>Joints matched</source>
   <translation>Gelenke zugeordnet</translation>
  </message>
  <message>
   <source>Joints that are bent beyond the limits of the training data</source>
   <translation>Gelenke, die über die Grenzen der Trainingsdaten gebeugt sind</translation>
  </message>
  <message>
   <source>Jumping</source>
   <translation>Springend</translation>
  </message>
  <message>
   <source>Keep all frames again</source>
   <translation>Wieder alle Frames behalten</translation>
  </message>
  <message>
   <source>Keep feet on the floor</source>
   <translation>Füße am Boden halten</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Keyframe</translation>
  </message>
  <message>
   <source>Keyboard shortcuts</source>
   <translation>Tastenkürzel</translation>
  </message>
  <message>
   <source>Keyboard shortcuts...</source>
   <translation>Tastenkürzel...</translation>
  </message>
  <message>
   <source>Keypoint noise</source>
   <translation>Keypoint-Rauschen</translation>
  </message>
  <message>
   <source>Keypoints</source>
   <translation>Keypoints</translation>
  </message>
  <message>
   <source>Keypoints of a detector: taken to be {share} of a person's size off</source>
   <translation>Keypoints eines Detektors: Abweichung von {share} der Personengröße angenommen</translation>
  </message>
  <message>
   <source>Keypoints over the picture</source>
   <translation>Keypoints über dem Bild</translation>
  </message>
  <message>
   <source>Keypoints that may be off by more than {share} of the person's size are taken as missing.</source>
   <translation>Keypoints, die um mehr als {share} der Personengröße abweichen können, gelten als fehlend.</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Keys and gestures</source>
   <translation>Tasten und Gesten</translation>
  </message>
  <message>
   <source>Keys and tips</source>
   <translation>Tasten und Tipps</translation>
  </message>
  <message>
   <source>Keys of the selected command</source>
   <translation>Tasten des gewählten Befehls</translation>
  </message>
  <message>
   <source>Kicking</source>
   <translation>Tretend</translation>
  </message>
  <message>
   <source>Kneeling</source>
   <translation>Kniend</translation>
  </message>
  <message>
   <source>L {joint}</source>
   <translation>{joint} L</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Language of the system</source>
   <translation>Sprache des Systems</translation>
  </message>
  <message>
   <source>Last frame</source>
   <translation>Letzter Frame</translation>
  </message>
  <message>
   <source>Last step</source>
   <translation>Letzter Schritt</translation>
  </message>
  <message>
   <source>Layout</source>
   <translation>Anordnung</translation>
  </message>
  <message>
   <source>Learning rate</source>
   <translation>Lernrate</translation>
  </message>
  <message>
   <source>Leave out the frames after this one when playing and exporting</source>
   <translation>Die Frames nach diesem beim Abspielen und Exportieren auslassen</translation>
  </message>
  <message>
   <source>Leave out the frames before this one when playing and exporting</source>
   <translation>Die Frames vor diesem beim Abspielen und Exportieren auslassen</translation>
  </message>
  <message>
   <source>Left out, because PoseStudio cannot open it: {names}</source>
   <translation>Ausgelassen, da PoseStudio es nicht öffnen kann: {names}</translation>
  </message>
  <message>
   <source>Left out: {problems}</source>
   <translation>Ausgelassen: {problems}</translation>
  </message>
  <message>
   <source>Left side</source>
   <translation>Linke Seite</translation>
  </message>
  <message>
   <source>Left, top, width and height in pixels of the picture</source>
   <translation>Links, oben, Breite und Höhe in Bildpixeln</translation>
  </message>
  <message>
   <source>Left-handed (x is reversed)</source>
   <translation>Linkshändig (x umgekehrt)</translation>
  </message>
  <message>
   <source>Length</source>
   <translation>Länge</translation>
  </message>
  <message>
   <source>Lens</source>
   <translation>Objektiv</translation>
  </message>
  <message>
   <source>Let the keypoints alone say what the poses are, without the one made by hand</source>
   <translation>Nur die Keypoints bestimmen die Posen, ohne die von Hand gemachte</translation>
  </message>
  <message>
   <source>Library</source>
   <translation>Bibliothek</translation>
  </message>
  <message>
   <source>Licences</source>
   <translation>Lizenzen</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>List every key and what the mouse does</source>
   <translation>Alle Tasten und Mausgesten zeigen</translation>
  </message>
  <message>
   <source>List the photos, videos, clips and keypoint files of a folder in the panel Files</source>
   <translation>Fotos, Videos, Clips und Keypoint-Dateien eines Ordners im Feld Dateien auflisten</translation>
  </message>
  <message>
   <source>Loading the model...</source>
   <translation>Modell wird geladen...</translation>
  </message>
  <message>
   <source>Locate file...</source>
   <translation>Datei suchen...</translation>
  </message>
  <message>
   <source>Locate {name}</source>
   <translation>{name} suchen</translation>
  </message>
  <message>
   <source>Look at a motion capture clip, correct it, export it</source>
   <translation>Einen Motion-Capture-Clip ansehen, korrigieren, exportieren</translation>
  </message>
  <message>
   <source>Look at the 3D view from above</source>
   <translation>Die 3D-Ansicht von oben zeigen</translation>
  </message>
  <message>
   <source>Look at the 3D view from the front</source>
   <translation>Die 3D-Ansicht von vorn zeigen</translation>
  </message>
  <message>
   <source>Look at the 3D view from the person's left</source>
   <translation>Die 3D-Ansicht von links der Person zeigen</translation>
  </message>
  <message>
   <source>Look at the first</source>
   <translation>Den ersten ansehen</translation>
  </message>
  <message>
   <source>Look at the person from the front, level</source>
   <translation>Die Person waagerecht von vorn zeigen</translation>
  </message>
  <message>
   <source>Looking for clips...</source>
   <translation>Clips werden gesucht...</translation>
  </message>
  <message>
   <source>Loop</source>
   <translation>Schleife</translation>
  </message>
  <message>
   <source>Loop steps</source>
   <translation>Schritte wiederholen</translation>
  </message>
  <message>
   <source>Loss</source>
   <translation>Verlust</translation>
  </message>
  <message>
   <source>Lowest energy score in validation, in millimetres</source>
   <translation>Niedrigster Energy Score der Validierung, in Millimetern</translation>
  </message>
  <message>
   <source>Lunge</source>
   <translation>Ausfallschritt</translation>
  </message>
  <message>
   <source>Make a motion from nothing, by keys at some times</source>
   <translation>Eine Bewegung aus dem Nichts mit einigen Keyframes erstellen</translation>
  </message>
  <message>
   <source>Make key</source>
   <translation>Keyframe setzen</translation>
  </message>
  <message>
   <source>Make one smooth motion of all frames of the clip, in the background; or solve each frame by itself again</source>
   <translation>Aus allen Frames des Clips im Hintergrund eine glatte Bewegung machen oder wieder jeden einzeln berechnen</translation>
  </message>
  <message>
   <source>Make the second view the first</source>
   <translation>Die zweite Ansicht zur ersten machen</translation>
  </message>
  <message>
   <source>Make the selected keypoints visible, occluded and missing in turn</source>
   <translation>Die gewählten Keypoints der Reihe nach sichtbar, verdeckt und fehlend machen</translation>
  </message>
  <message>
   <source>Make toes, heels, neck and head top missing</source>
   <translation>Zehen, Fersen, Hals und Scheitel als fehlend markieren</translation>
  </message>
  <message>
   <source>Make {name} the first view</source>
   <translation>{name} zur ersten Ansicht machen</translation>
  </message>
  <message>
   <source>Mannequin</source>
   <translation>Modellpuppe</translation>
  </message>
  <message>
   <source>Mark in</source>
   <translation>In setzen</translation>
  </message>
  <message>
   <source>Mark out</source>
   <translation>Out setzen</translation>
  </message>
  <message>
   <source>Mark range as missing</source>
   <translation>Bereich als fehlend markieren</translation>
  </message>
  <message>
   <source>Mark {frames} as missing</source>
   <translation>Als fehlend markieren: {frames}</translation>
  </message>
  <message>
   <source>Mark {joint} {visibility}</source>
   <translation>Markieren: {joint} {visibility}</translation>
  </message>
  <message>
   <source>Match joints...</source>
   <translation>Gelenke zuordnen...</translation>
  </message>
  <message>
   <source>Match keypoints to 3D pose</source>
   <translation>Keypoints an 3D-Pose angleichen</translation>
  </message>
  <message>
   <source>Match the person</source>
   <translation>Person zuordnen</translation>
  </message>
  <message>
   <source>Mean distance between the keypoints and this pose as the camera sees it, in pixels</source>
   <translation>Mittlerer Abstand zwischen den Keypoints und dieser Pose aus Sicht der Kamera, in Pixeln</translation>
  </message>
  <message>
   <source>Measuring how long a step takes...</source>
   <translation>Dauer eines Schritts wird gemessen...</translation>
  </message>
  <message>
   <source>Messages</source>
   <translation>Meldungen</translation>
  </message>
  <message>
   <source>Metres</source>
   <translation>Meter</translation>
  </message>
  <message>
   <source>Middle or right drag</source>
   <translation>Mittlere oder rechte Taste ziehen</translation>
  </message>
  <message>
   <source>Millimetres</source>
   <translation>Millimeter</translation>
  </message>
  <message>
   <source>Mine</source>
   <translation>Eigene</translation>
  </message>
  <message>
   <source>Mirror pose</source>
   <translation>Pose spiegeln</translation>
  </message>
  <message>
   <source>Mirror to other side</source>
   <translation>Auf andere Seite spiegeln</translation>
  </message>
  <message>
   <source>Mirror {joint} to {other}</source>
   <translation>{joint} auf {other} spiegeln</translation>
  </message>
  <message>
   <source>Missing</source>
   <translation>Fehlend</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <source>Most keypoints lie outside of the camera's {size} pixels: are they of a picture of another size?</source>
   <translation>Die meisten Keypoints liegen außerhalb der {size} Pixel der Kamera: Stammen sie von einem Bild anderer Größe?</translation>
  </message>
  <message>
   <source>Motion</source>
   <translation>Bewegung</translation>
  </message>
  <message>
   <source>Motion (BVH)</source>
   <translation>Bewegung (BVH)</translation>
  </message>
  <message numerus="yes">
   <source>Motion of %n frames solved in {time} s</source>
   <translation>
    <numerusform>Bewegung mit %n Frame in {time} s berechnet</numerusform>
    <numerusform>Bewegung mit %n Frames in {time} s berechnet</numerusform>
   </translation>
  </message>
  <message>
   <source>Motion...</source>
   <translation>Bewegung...</translation>
  </message>
  <message>
   <source>Motions</source>
   <translation>Bewegungen</translation>
  </message>
  <message>
   <source>Motions of all frames</source>
   <translation>Bewegungen aller Frames</translation>
  </message>
  <message>
   <source>Mouse and keypoints</source>
   <translation>Maus und Keypoints</translation>
  </message>
  <message numerus="yes">
   <source>Move %n keys</source>
   <translation>
    <numerusform>Keyframe verschieben</numerusform>
    <numerusform>%n Keyframes verschieben</numerusform>
   </translation>
  </message>
  <message>
   <source>Move all keypoints to where the pose is seen</source>
   <translation>Alle Keypoints dorthin verschieben, wo die Pose zu sehen ist</translation>
  </message>
  <message>
   <source>Move all panels of this workspace back to where they were at first</source>
   <translation>Alle Bedienfelder dieses Arbeitsbereichs an ihren ersten Platz zurücksetzen</translation>
  </message>
  <message>
   <source>Move camera</source>
   <translation>Kamera bewegen</translation>
  </message>
  <message>
   <source>Move the 3D view along with a body that walks</source>
   <translation>Die 3D-Ansicht mit einem gehenden Körper mitbewegen</translation>
  </message>
  <message>
   <source>Move the virtual camera to the 3D view's position</source>
   <translation>Die virtuelle Kamera an die Position der 3D-Ansicht setzen</translation>
  </message>
  <message>
   <source>Move this frame's keypoints back to where they were</source>
   <translation>Die Keypoints dieses Frames an ihren alten Ort zurücksetzen</translation>
  </message>
  <message>
   <source>Move to the other side</source>
   <translation>Auf die andere Seite</translation>
  </message>
  <message>
   <source>Move {joint}</source>
   <translation>Bewegen: {joint}</translation>
  </message>
  <message>
   <source>Moving camera</source>
   <translation>Bewegte Kamera</translation>
  </message>
  <message>
   <source>NVIDIA GPU (CUDA)</source>
   <translation>NVIDIA-GPU (CUDA)</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Name of the view</source>
   <translation>Name der Ansicht</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>Netz</translation>
  </message>
  <message>
   <source>New motion</source>
   <translation>Neue Bewegung</translation>
  </message>
  <message>
   <source>New motion...</source>
   <translation>Neue Bewegung...</translation>
  </message>
  <message>
   <source>New: standing figure</source>
   <translation>Neu: stehende Figur</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Next alternative</source>
   <translation>Nächste Alternative</translation>
  </message>
  <message>
   <source>Next frame</source>
   <translation>Nächster Frame</translation>
  </message>
  <message>
   <source>Next key</source>
   <translation>Nächster Keyframe</translation>
  </message>
  <message>
   <source>Next person</source>
   <translation>Nächste Person</translation>
  </message>
  <message>
   <source>Next step</source>
   <translation>Nächster Schritt</translation>
  </message>
  <message>
   <source>Next unsure frame</source>
   <translation>Nächster unsicherer Frame</translation>
  </message>
  <message>
   <source>No 3D poses: {problem}</source>
   <translation>Keine 3D-Posen: {problem}</translation>
  </message>
  <message>
   <source>No command matches.</source>
   <translation>Kein Befehl passt.</translation>
  </message>
  <message>
   <source>No frame is unsure</source>
   <translation>Kein Frame ist unsicher</translation>
  </message>
  <message>
   <source>No keypoints here.
Move the box, or right-click in the picture to add keypoints by hand.</source>
   <translation>Hier sind keine Keypoints.
Den Rahmen verschieben oder per Rechtsklick im Bild Keypoints von Hand hinzufügen.</translation>
  </message>
  <message>
   <source>No keypoints yet</source>
   <translation>Noch keine Keypoints</translation>
  </message>
  <message>
   <source>No keypoints yet: a pose needs at least one.</source>
   <translation>Noch keine Keypoints: Eine Pose braucht mindestens einen.</translation>
  </message>
  <message>
   <source>No motion: {problem}</source>
   <translation>Keine Bewegung: {problem}</translation>
  </message>
  <message>
   <source>No person found</source>
   <translation>Keine Person gefunden</translation>
  </message>
  <message>
   <source>No person found in {name}</source>
   <translation>Keine Person in {name} gefunden</translation>
  </message>
  <message>
   <source>No person found in {picture}</source>
   <translation>Keine Person in {picture} gefunden</translation>
  </message>
  <message>
   <source>No pose fits all keypoints: dashed limbs show where</source>
   <translation>Keine Pose passt zu allen Keypoints: gestrichelte Gliedmaßen zeigen, wo</translation>
  </message>
  <message>
   <source>No pose matches.</source>
   <translation>Keine Pose passt.</translation>
  </message>
  <message>
   <source>No poses yet. Save keeps the chosen one.</source>
   <translation>Noch keine Posen. „Sichern“ behält die gewählte.</translation>
  </message>
  <message>
   <source>No runs in {folder}.</source>
   <translation>Keine Läufe in {folder}.</translation>
  </message>
  <message>
   <source>Nobody has been looked for yet: Detect everybody in the menu Person searches all frames</source>
   <translation>Es wurde noch niemand gesucht: „Alle erkennen“ im Menü Person durchsucht alle Frames</translation>
  </message>
  <message>
   <source>Nobody to pose: open a photo, keypoints or a standing figure first.</source>
   <translation>Niemand zum Posen: Zuerst Foto, Keypoints oder stehende Figur öffnen.</translation>
  </message>
  <message>
   <source>Nobody yet.</source>
   <translation>Noch niemand.</translation>
  </message>
  <message>
   <source>Noisy sample x_t</source>
   <translation>Verrauschte Probe x_t</translation>
  </message>
  <message>
   <source>None of these files can be opened: {names}</source>
   <translation>Keine dieser Dateien kann geöffnet werden: {names}</translation>
  </message>
  <message>
   <source>Not found</source>
   <translation>Nicht gefunden</translation>
  </message>
  <message>
   <source>Not known: find it from the pose</source>
   <translation>Nicht bekannt: aus der Pose bestimmen</translation>
  </message>
  <message>
   <source>Nothing has been changed.</source>
   <translation>Nichts wurde geändert.</translation>
  </message>
  <message>
   <source>Nothing is open yet.</source>
   <translation>Noch ist nichts geöffnet.</translation>
  </message>
  <message>
   <source>Nothing on the clipboard that can be pasted</source>
   <translation>Nichts in der Zwischenablage, das eingefügt werden kann</translation>
  </message>
  <message>
   <source>Nothing open yet</source>
   <translation>Noch nichts geöffnet</translation>
  </message>
  <message>
   <source>Nothing yet</source>
   <translation>Noch nichts</translation>
  </message>
  <message>
   <source>Number of 3D poses to sample for the picture</source>
   <translation>Anzahl der 3D-Posen, die für das Bild gesampelt werden</translation>
  </message>
  <message>
   <source>Number of 3D views</source>
   <translation>Anzahl der 3D-Ansichten</translation>
  </message>
  <message>
   <source>Number of denoising steps from noise to the pose</source>
   <translation>Anzahl der Entrauschungsschritte vom Rauschen zur Pose</translation>
  </message>
  <message>
   <source>Number of poses, sampler, steps, noise, seed and weights</source>
   <translation>Anzahl der Posen, Sampler, Schritte, Rauschen, Startwert und Gewichte</translation>
  </message>
  <message>
   <source>Number of sampled poses</source>
   <translation>Anzahl gesampelter Posen</translation>
  </message>
  <message>
   <source>Number of steps</source>
   <translation>Anzahl der Schritte</translation>
  </message>
  <message>
   <source>Occluded</source>
   <translation>Verdeckt</translation>
  </message>
  <message>
   <source>One 3D view</source>
   <translation>Eine 3D-Ansicht</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Open 3D poses</source>
   <translation>3D-Posen öffnen</translation>
  </message>
  <message>
   <source>Open a photo, a video, keypoints or a motion. You can also drop files anywhere in this window.</source>
   <translation>Foto, Video, Keypoints oder Bewegung öffnen. Dateien lassen sich auch überall in diesem Fenster ablegen.</translation>
  </message>
  <message>
   <source>Open a photo, video, clip, keypoints, camera, project or weights</source>
   <translation>Foto, Video, Clip, Keypoints, Kamera, Projekt oder Gewichte öffnen</translation>
  </message>
  <message>
   <source>Open a picture first: keypoints are detected in it.</source>
   <translation>Zuerst ein Bild öffnen: Darin werden Keypoints erkannt.</translation>
  </message>
  <message>
   <source>Open a picture or its keypoints first, then add a view of the same moment.</source>
   <translation>Zuerst ein Bild oder seine Keypoints öffnen, dann eine Ansicht desselben Moments hinzufügen.</translation>
  </message>
  <message>
   <source>Open all files</source>
   <translation>Alle Dateien öffnen</translation>
  </message>
  <message>
   <source>Open another camera's picture or keypoint file of the same moment beside the one that is open</source>
   <translation>Bild oder Keypoint-Datei einer anderen Kamera vom selben Moment daneben öffnen</translation>
  </message>
  <message>
   <source>Open as a sequence of keypoint files</source>
   <translation>Als Folge von Keypoint-Dateien öffnen</translation>
  </message>
  <message>
   <source>Open camera</source>
   <translation>Kamera öffnen</translation>
  </message>
  <message>
   <source>Open example motion</source>
   <translation>Beispielbewegung öffnen</translation>
  </message>
  <message>
   <source>Open example photo</source>
   <translation>Beispielfoto öffnen</translation>
  </message>
  <message>
   <source>Open file...</source>
   <translation>Datei öffnen...</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <source>Open it</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Open keypoints</source>
   <translation>Keypoints öffnen</translation>
  </message>
  <message>
   <source>Open keypoints or camera</source>
   <translation>Keypoints oder Kamera öffnen</translation>
  </message>
  <message>
   <source>Open motion</source>
   <translation>Bewegung öffnen</translation>
  </message>
  <message>
   <source>Open or drop a video, a clip, keypoints or a picture to begin.</source>
   <translation>Zum Beginnen Video, Clip, Keypoints oder Bild öffnen oder ablegen.</translation>
  </message>
  <message>
   <source>Open photo</source>
   <translation>Foto öffnen</translation>
  </message>
  <message>
   <source>Open photo and detect people</source>
   <translation>Foto öffnen und Personen erkennen</translation>
  </message>
  <message>
   <source>Open photo or video</source>
   <translation>Foto oder Video öffnen</translation>
  </message>
  <message>
   <source>Open photo with its keypoints</source>
   <translation>Foto mit seinen Keypoints öffnen</translation>
  </message>
  <message>
   <source>Open project</source>
   <translation>Projekt öffnen</translation>
  </message>
  <message>
   <source>Open recent</source>
   <translation>Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>Open the bundled clip</source>
   <translation>Den mitgelieferten Clip öffnen</translation>
  </message>
  <message>
   <source>Open the bundled photograph</source>
   <translation>Das mitgelieferte Foto öffnen</translation>
  </message>
  <message>
   <source>Open them</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Open video</source>
   <translation>Video öffnen</translation>
  </message>
  <message>
   <source>Open weights</source>
   <translation>Gewichte öffnen</translation>
  </message>
  <message>
   <source>Open what was being edited when the studio was closed</source>
   <translation>Öffnen, was beim Beenden bearbeitet wurde</translation>
  </message>
  <message>
   <source>Open...</source>
   <translation>Öffnen...</translation>
  </message>
  <message>
   <source>OpenGL {version} is here but will not start, so the 3D view cannot be drawn.</source>
   <translation>OpenGL {version} ist vorhanden, startet aber nicht; die 3D-Ansicht kann nicht gezeichnet werden.</translation>
  </message>
  <message>
   <source>Opened {name}</source>
   <translation>{name} geöffnet</translation>
  </message>
  <message>
   <source>Orbit camera</source>
   <translation>Kamera drehen</translation>
  </message>
  <message>
   <source>Orthographic</source>
   <translation>Orthografisch</translation>
  </message>
  <message>
   <source>Other answers</source>
   <translation>Andere Antworten</translation>
  </message>
  <message>
   <source>Other answers of the detector</source>
   <translation>Andere Antworten des Detektors</translation>
  </message>
  <message>
   <source>Other people</source>
   <translation>Andere Personen</translation>
  </message>
  <message>
   <source>Other poses</source>
   <translation>Andere Posen</translation>
  </message>
  <message>
   <source>Overnight</source>
   <translation>Über Nacht</translation>
  </message>
  <message>
   <source>Overwrite the project?</source>
   <translation>Projekt überschreiben?</translation>
  </message>
  <message>
   <source>Pale dot</source>
   <translation>Blasser Punkt</translation>
  </message>
  <message>
   <source>Panels</source>
   <translation>Bedienfelder</translation>
  </message>
  <message>
   <source>Panels: right-click a title or tab</source>
   <translation>Felder: Rechtsklick auf Titel oder Reiter</translation>
  </message>
  <message>
   <source>Paste</source>
   <translation>Einfügen</translation>
  </message>
  <message numerus="yes">
   <source>Paste %n keys</source>
   <translation>
    <numerusform>Keyframe einfügen</numerusform>
    <numerusform>%n Keyframes einfügen</numerusform>
   </translation>
  </message>
  <message>
   <source>Paste a pose, a picture, or copied files</source>
   <translation>Pose, Bild oder kopierte Dateien einfügen</translation>
  </message>
  <message>
   <source>Paste key</source>
   <translation>Keyframe einfügen</translation>
  </message>
  <message>
   <source>Paste pose</source>
   <translation>Pose einfügen</translation>
  </message>
  <message>
   <source>Pasted picture</source>
   <translation>Eingefügtes Bild</translation>
  </message>
  <message>
   <source>Path of the hips</source>
   <translation>Weg der Hüfte</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>Pause</translation>
  </message>
  <message>
   <source>Paused.</source>
   <translation>Angehalten.</translation>
  </message>
  <message>
   <source>Pausing...</source>
   <translation>Wird angehalten...</translation>
  </message>
  <message>
   <source>People</source>
   <translation>Personen</translation>
  </message>
  <message>
   <source>People have been looked for in all frames of {name}</source>
   <translation>In allen Frames von {name} wurden Personen gesucht</translation>
  </message>
  <message>
   <source>Person</source>
   <translation>Person</translation>
  </message>
  <message>
   <source>Person &gt; Detect everybody searches all frames</source>
   <translation>Person &gt; Alle erkennen durchsucht alle Frames</translation>
  </message>
  <message>
   <source>Person found</source>
   <translation>Person erkannt</translation>
  </message>
  <message>
   <source>Person {number}</source>
   <translation>Person {number}</translation>
  </message>
  <message>
   <source>Person {number} alone</source>
   <translation>Nur Person {number}</translation>
  </message>
  <message>
   <source>Perspective</source>
   <translation>Perspektive</translation>
  </message>
  <message>
   <source>Perspective alone</source>
   <translation>Nur Perspektive</translation>
  </message>
  <message>
   <source>Perspective, and through the camera</source>
   <translation>Perspektive und Kameraansicht</translation>
  </message>
  <message>
   <source>Perspective, front and side</source>
   <translation>Perspektive, vorn und Seite</translation>
  </message>
  <message>
   <source>Perspective, front, side and top</source>
   <translation>Perspektive, vorn, Seite und oben</translation>
  </message>
  <message>
   <source>Photo or video</source>
   <translation>Foto oder Video</translation>
  </message>
  <message>
   <source>Photos and videos</source>
   <translation>Fotos und Videos</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>Picture copied</source>
   <translation>Bild kopiert</translation>
  </message>
  <message>
   <source>Picture of view 2</source>
   <translation>Bild von Ansicht 2</translation>
  </message>
  <message>
   <source>Picture properties</source>
   <translation>Bildeigenschaften</translation>
  </message>
  <message>
   <source>Picture...</source>
   <translation>Bild...</translation>
  </message>
  <message>
   <source>Pictures</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>Pictures and keypoints</source>
   <translation>Bilder und Keypoints</translation>
  </message>
  <message>
   <source>Pin</source>
   <translation>Anpinnen</translation>
  </message>
  <message>
   <source>Pin in 3D</source>
   <translation>In 3D anpinnen</translation>
  </message>
  <message>
   <source>Pin the joints of the selected keypoints where the selected pose has them, or unpin them</source>
   <translation>Die Gelenke der gewählten Keypoints dort anpinnen, wo die gewählte Pose sie hat, oder lösen</translation>
  </message>
  <message>
   <source>Pin {joint}</source>
   <translation>Anpinnen: {joint}</translation>
  </message>
  <message>
   <source>Pinned</source>
   <translation>Angepinnt</translation>
  </message>
  <message>
   <source>Place</source>
   <translation>Ort</translation>
  </message>
  <message>
   <source>Place a person</source>
   <translation>Person platzieren</translation>
  </message>
  <message>
   <source>Place a person by hand, or open the picture's keypoint file.</source>
   <translation>Eine Person von Hand platzieren oder die Keypoint-Datei des Bildes öffnen.</translation>
  </message>
  <message>
   <source>Place of the camera assumed: level, 1 m high</source>
   <translation>Ort der Kamera angenommen: waagerecht, 1 m hoch</translation>
  </message>
  <message>
   <source>Place picture behind</source>
   <translation>Bild dahinterlegen</translation>
  </message>
  <message>
   <source>Placed {name} behind</source>
   <translation>{name} als Hintergrund gesetzt</translation>
  </message>
  <message>
   <source>Play</source>
   <translation>Abspielen</translation>
  </message>
  <message>
   <source>Play again from the first frame after the last; in and out count</source>
   <translation>Nach dem letzten Frame wieder vom ersten abspielen; In und Out gelten</translation>
  </message>
  <message>
   <source>Play and export the selected frames alone</source>
   <translation>Nur die gewählten Frames abspielen und exportieren</translation>
  </message>
  <message>
   <source>Play steps</source>
   <translation>Schritte abspielen</translation>
  </message>
  <message>
   <source>Play the denoising of this pose once, from noise to the pose</source>
   <translation>Das Entrauschen dieser Pose einmal abspielen, vom Rauschen zur Pose</translation>
  </message>
  <message>
   <source>Play the frames; where there is one frame, play how the pose formed</source>
   <translation>Die Frames abspielen; bei nur einem Frame, wie die Pose entstand</translation>
  </message>
  <message>
   <source>Play the steps again and again</source>
   <translation>Die Schritte immer wieder abspielen</translation>
  </message>
  <message>
   <source>Play the steps from noise to pose</source>
   <translation>Die Schritte vom Rauschen zur Pose abspielen</translation>
  </message>
  <message>
   <source>Playing speed</source>
   <translation>Abspieltempo</translation>
  </message>
  <message>
   <source>Point at a keypoint</source>
   <translation>Auf einen Keypoint zeigen</translation>
  </message>
  <message>
   <source>Point at person</source>
   <translation>Auf Person richten</translation>
  </message>
  <message>
   <source>Pose</source>
   <translation>Pose</translation>
  </message>
  <message>
   <source>Pose body in the picture</source>
   <translation>Körper im Bild posen</translation>
  </message>
  <message>
   <source>Pose both sides alike</source>
   <translation>Beide Seiten gleich posen</translation>
  </message>
  <message>
   <source>Pose copied</source>
   <translation>Pose kopiert</translation>
  </message>
  <message>
   <source>Pose {number}</source>
   <translation>Pose {number}</translation>
  </message>
  <message>
   <source>Pose...</source>
   <translation>Pose...</translation>
  </message>
  <message>
   <source>PoseStudio closed unexpectedly. Recover {name}, saved at {time}?</source>
   <translation>PoseStudio wurde unerwartet beendet. {name} wiederherstellen, gesichert um {time}?</translation>
  </message>
  <message>
   <source>PoseStudio is under the MIT licence. The trained weights have terms of their own: the keypoint detector is for research use only. What you make with it is yours.</source>
   <translation>PoseStudio steht unter der MIT-Lizenz. Für die trainierten Gewichte gelten eigene Bedingungen: Der Keypoint-Detektor ist nur für Forschung bestimmt. Was Sie damit machen, gehört Ihnen.</translation>
  </message>
  <message>
   <source>PoseStudio opens photos, videos, motions (BVH), keypoints (JSON), 3D poses (NPZ), cameras, projects and weights (safetensors).</source>
   <translation>PoseStudio öffnet Fotos, Videos, Bewegungen (BVH), Keypoints (JSON), 3D-Posen (NPZ), Kameras, Projekte und Gewichte (safetensors).</translation>
  </message>
  <message>
   <source>PoseStudio project</source>
   <translation>PoseStudio-Projekt</translation>
  </message>
  <message>
   <source>Poses</source>
   <translation>Posen</translation>
  </message>
  <message>
   <source>Poses form out of noise, then the view goes once around them.</source>
   <translation>Posen entstehen aus Rauschen, dann fährt die Ansicht einmal um sie herum.</translation>
  </message>
  <message>
   <source>Poses of the same cluster differ little; A is the most frequent</source>
   <translation>Posen desselben Clusters unterscheiden sich wenig; A ist der häufigste</translation>
  </message>
  <message>
   <source>Poses of this frame</source>
   <translation>Posen dieses Frames</translation>
  </message>
  <message>
   <source>Prediction</source>
   <translation>Vorhersage</translation>
  </message>
  <message>
   <source>Preferences</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Preferences...</source>
   <translation>Einstellungen...</translation>
  </message>
  <message>
   <source>Previous alternative</source>
   <translation>Vorige Alternative</translation>
  </message>
  <message>
   <source>Previous frame</source>
   <translation>Voriger Frame</translation>
  </message>
  <message>
   <source>Previous key</source>
   <translation>Voriger Keyframe</translation>
  </message>
  <message>
   <source>Previous person</source>
   <translation>Vorige Person</translation>
  </message>
  <message>
   <source>Previous step</source>
   <translation>Voriger Schritt</translation>
  </message>
  <message>
   <source>Processor (CPU)</source>
   <translation>Prozessor (CPU)</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
  <message>
   <source>Properties</source>
   <translation>Eigenschaften</translation>
  </message>
  <message>
   <source>Pull {joint}</source>
   <translation>Ziehen: {joint}</translation>
  </message>
  <message>
   <source>Put the 3D view on the clipboard</source>
   <translation>Die 3D-Ansicht in die Zwischenablage kopieren</translation>
  </message>
  <message>
   <source>Put the joint back where it was found</source>
   <translation>Das Gelenk dorthin zurücksetzen, wo es erkannt wurde</translation>
  </message>
  <message>
   <source>Put the person into the selected pose (Enter, double-click)</source>
   <translation>Die Person in die gewählte Pose bringen (Eingabe, Doppelklick)</translation>
  </message>
  <message>
   <source>Put the same joint of the other side where this one mirrors it</source>
   <translation>Dasselbe Gelenk der anderen Seite spiegelbildlich setzen</translation>
  </message>
  <message>
   <source>Quick tour</source>
   <translation>Kurze Tour</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>R {joint}</source>
   <translation>{joint} R</translation>
  </message>
  <message>
   <source>Range from here</source>
   <translation>Bereich ab hier</translation>
  </message>
  <message>
   <source>Range to here</source>
   <translation>Bereich bis hier</translation>
  </message>
  <message>
   <source>Rank: the medoid of the largest cluster first; the tick says whether it is drawn</source>
   <translation>Rang: zuerst der Medoid des größten Clusters; das Häkchen sagt, ob sie gezeichnet wird</translation>
  </message>
  <message>
   <source>Reaching</source>
   <translation>Greifend</translation>
  </message>
  <message>
   <source>Read folders again</source>
   <translation>Ordner neu lesen</translation>
  </message>
  <message>
   <source>Read what PoseStudio does and how</source>
   <translation>Nachlesen, was PoseStudio tut und wie</translation>
  </message>
  <message numerus="yes">
   <source>Reading %n clips...</source>
   <translation>
    <numerusform>%n Clip wird gelesen...</numerusform>
    <numerusform>%n Clips werden gelesen...</numerusform>
   </translation>
  </message>
  <message>
   <source>Reading {name}...</source>
   <translation>{name} wird gelesen...</translation>
  </message>
  <message>
   <source>Ready to start.</source>
   <translation>Bereit zum Starten.</translation>
  </message>
  <message>
   <source>Recent</source>
   <translation>Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>Recombine, reshape and mirror bodies</source>
   <translation>Körper neu kombinieren, umformen, spiegeln</translation>
  </message>
  <message>
   <source>Recover</source>
   <translation>Wiederherstellen</translation>
  </message>
  <message>
   <source>Recovered {name}</source>
   <translation>{name} wiederhergestellt</translation>
  </message>
  <message>
   <source>Red dashes</source>
   <translation>Rot gestrichelt</translation>
  </message>
  <message>
   <source>Red frames of the timeline</source>
   <translation>Rote Frames der Zeitleiste</translation>
  </message>
  <message>
   <source>Red: the confidence of these frames is below 50 %, or the person is lost there for a while</source>
   <translation>Rot: Die Konfidenz dieser Frames liegt unter 50 %, oder die Person ist dort eine Weile verloren</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>Wiederholen</translation>
  </message>
  <message>
   <source>Redo the change that was undone last</source>
   <translation>Die zuletzt rückgängig gemachte Änderung wiederholen</translation>
  </message>
  <message>
   <source>Redo {edit}</source>
   <translation>Wiederholen: {edit}</translation>
  </message>
  <message>
   <source>Reflect the person: the left pose becomes the right one</source>
   <translation>Die Person spiegeln: Die linke Pose wird zur rechten</translation>
  </message>
  <message>
   <source>Reload</source>
   <translation>Neu laden</translation>
  </message>
  <message>
   <source>Reload {name}</source>
   <translation>{name} neu laden</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Remove background picture</source>
   <translation>Hintergrundbild entfernen</translation>
  </message>
  <message>
   <source>Remove feet, neck and head top</source>
   <translation>Füße, Hals und Scheitel entfernen</translation>
  </message>
  <message>
   <source>Remove from library: {name}</source>
   <translation>Aus der Bibliothek entfernen: {name}</translation>
  </message>
  <message>
   <source>Remove from this list</source>
   <translation>Aus dieser Liste entfernen</translation>
  </message>
  <message>
   <source>Remove picture</source>
   <translation>Bild entfernen</translation>
  </message>
  <message>
   <source>Remove the chosen person with their box and keypoints</source>
   <translation>Die gewählte Person mit Rahmen und Keypoints entfernen</translation>
  </message>
  <message>
   <source>Remove the picture behind the keypoints</source>
   <translation>Das Bild hinter den Keypoints entfernen</translation>
  </message>
  <message>
   <source>Remove the second view</source>
   <translation>Zweite Ansicht entfernen</translation>
  </message>
  <message>
   <source>Remove what was set by hand in the selected keys, or in this frame</source>
   <translation>Von Hand Gesetztes in den gewählten Keyframes oder in diesem Frame entfernen</translation>
  </message>
  <message>
   <source>Remove {name} as a view</source>
   <translation>{name} als Ansicht entfernen</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>Umbenennen</translation>
  </message>
  <message>
   <source>Rename person {number}</source>
   <translation>Person {number} umbenennen</translation>
  </message>
  <message>
   <source>Reopen last session</source>
   <translation>Letzte Sitzung wieder öffnen</translation>
  </message>
  <message>
   <source>Reopened {name}</source>
   <translation>{name} wieder geöffnet</translation>
  </message>
  <message>
   <source>Replace the file?</source>
   <translation>Datei ersetzen?</translation>
  </message>
  <message>
   <source>Reproj.
(px)</source>
   <translation>Reproj.
(px)</translation>
  </message>
  <message>
   <source>Reseed</source>
   <translation>Neuer Startwert</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <source>Reset all</source>
   <translation>Alle zurücksetzen</translation>
  </message>
  <message>
   <source>Reset keypoints</source>
   <translation>Keypoints zurücksetzen</translation>
  </message>
  <message>
   <source>Reset layout</source>
   <translation>Anordnung zurücksetzen</translation>
  </message>
  <message>
   <source>Reset view of person</source>
   <translation>Blick auf Person zurücksetzen</translation>
  </message>
  <message>
   <source>Reset {joint}</source>
   <translation>{joint} zurücksetzen</translation>
  </message>
  <message>
   <source>Resolution</source>
   <translation>Auflösung</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>Fortsetzen</translation>
  </message>
  <message>
   <source>Resume the selected run where it stopped</source>
   <translation>Den gewählten Lauf dort fortsetzen, wo er endete</translation>
  </message>
  <message>
   <source>Rig: {profile}</source>
   <translation>Rig: {profile}</translation>
  </message>
  <message>
   <source>Right side</source>
   <translation>Rechte Seite</translation>
  </message>
  <message>
   <source>Right-click a keypoint</source>
   <translation>Rechtsklick auf einen Keypoint</translation>
  </message>
  <message>
   <source>Right-click beside keypoints</source>
   <translation>Rechtsklick neben Keypoints</translation>
  </message>
  <message>
   <source>Right-handed</source>
   <translation>Rechtshändig</translation>
  </message>
  <message>
   <source>Roll</source>
   <translation>Rollwinkel</translation>
  </message>
  <message>
   <source>Rotate {joint} {degrees}°</source>
   <translation>Drehen: {joint} um {degrees}°</translation>
  </message>
  <message>
   <source>Run</source>
   <translation>Lauf</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Laufend</translation>
  </message>
  <message>
   <source>Sample again</source>
   <translation>Neu sampeln</translation>
  </message>
  <message>
   <source>Sample other poses for the same keypoints, from another seed</source>
   <translation>Andere Posen für dieselben Keypoints sampeln, mit anderem Startwert</translation>
  </message>
  <message>
   <source>Sampled poses</source>
   <translation>Gesampelte Posen</translation>
  </message>
  <message>
   <source>Sampler</source>
   <translation>Sampler</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Sichern</translation>
  </message>
  <message>
   <source>Save a picture of the window</source>
   <translation>Ein Bild des Fensters sichern</translation>
  </message>
  <message>
   <source>Save a pose, motion, picture, video or data for other programs</source>
   <translation>Pose, Bewegung, Bild, Video oder Daten für andere Programme sichern</translation>
  </message>
  <message>
   <source>Save everything that is being edited</source>
   <translation>Alles Bearbeitete sichern</translation>
  </message>
  <message>
   <source>Save it under another name</source>
   <translation>Unter anderem Namen sichern</translation>
  </message>
  <message>
   <source>Save project</source>
   <translation>Projekt sichern</translation>
  </message>
  <message>
   <source>Save project as...</source>
   <translation>Projekt sichern als...</translation>
  </message>
  <message>
   <source>Save screenshot...</source>
   <translation>Bildschirmfoto sichern...</translation>
  </message>
  <message>
   <source>Save the chosen pose in the library</source>
   <translation>Die gewählte Pose in der Bibliothek sichern</translation>
  </message>
  <message>
   <source>Save the file first, then drop it.</source>
   <translation>Die Datei zuerst sichern, dann ablegen.</translation>
  </message>
  <message>
   <source>Save the project?</source>
   <translation>Projekt sichern?</translation>
  </message>
  <message>
   <source>Save this view...</source>
   <translation>Diese Ansicht sichern...</translation>
  </message>
  <message>
   <source>Save to the pose library</source>
   <translation>In Posenbibliothek sichern</translation>
  </message>
  <message>
   <source>Save view</source>
   <translation>Ansicht sichern</translation>
  </message>
  <message>
   <source>Saved views</source>
   <translation>Gesicherte Ansichten</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>{path} gesichert</translation>
  </message>
  <message>
   <source>Saving...</source>
   <translation>Wird gesichert...</translation>
  </message>
  <message>
   <source>Scale assumed: leg length {length}</source>
   <translation>Maßstab angenommen: Beinlänge {length}</translation>
  </message>
  <message>
   <source>Score</source>
   <translation>Score</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search all commands by name</source>
   <translation>Alle Befehle nach Namen suchen</translation>
  </message>
  <message>
   <source>Seconds</source>
   <translation>Sekunden</translation>
  </message>
  <message>
   <source>See the 3D view as the virtual camera does</source>
   <translation>Die 3D-Ansicht aus Sicht der virtuellen Kamera zeigen</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>Startwert</translation>
  </message>
  <message>
   <source>Seed of the random numbers; the same seed gives the same poses</source>
   <translation>Startwert der Zufallszahlen; derselbe ergibt dieselben Posen</translation>
  </message>
  <message>
   <source>Select a clip, then assign its joints to the body's joints.</source>
   <translation>Einen Clip wählen, dann seine Gelenke denen des Körpers zuordnen.</translation>
  </message>
  <message>
   <source>Select all keypoints</source>
   <translation>Alle Keypoints wählen</translation>
  </message>
  <message>
   <source>Select also the keypoints further along the limb</source>
   <translation>Auch die Keypoints weiter außen an der Gliedmaße wählen</translation>
  </message>
  <message>
   <source>Select every keypoint of the person</source>
   <translation>Alle Keypoints der Person wählen</translation>
  </message>
  <message>
   <source>Select frames from this one on</source>
   <translation>Frames ab diesem wählen</translation>
  </message>
  <message>
   <source>Select frames up to this one</source>
   <translation>Frames bis zu diesem wählen</translation>
  </message>
  <message>
   <source>Select limb</source>
   <translation>Gliedmaße wählen</translation>
  </message>
  <message>
   <source>Select sampler</source>
   <translation>Sampler wählen</translation>
  </message>
  <message>
   <source>Select weights</source>
   <translation>Gewichte wählen</translation>
  </message>
  <message>
   <source>Selected</source>
   <translation>Gewählt</translation>
  </message>
  <message>
   <source>Selected joints</source>
   <translation>Gewählte Gelenke</translation>
  </message>
  <message>
   <source>Selected pose</source>
   <translation>Gewählte Pose</translation>
  </message>
  <message>
   <source>Set</source>
   <translation>Setzen</translation>
  </message>
  <message>
   <source>Set background picture...</source>
   <translation>Hintergrundbild setzen...</translation>
  </message>
  <message>
   <source>Set background {name}</source>
   <translation>Hintergrund {name} setzen</translation>
  </message>
  <message>
   <source>Set from view</source>
   <translation>Aus Ansicht setzen</translation>
  </message>
  <message>
   <source>Set the copied keys from this frame on</source>
   <translation>Die kopierten Keyframes ab diesem Frame setzen</translation>
  </message>
  <message>
   <source>Set what each joint of the open clip is, its up axis and unit, and which of its people to read</source>
   <translation>Festlegen, was jedes Gelenk des offenen Clips ist, seine Hochachse und Einheit und welche Person gelesen wird</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Share of synthetic poses, sampled within the joint limits of the data, to train on more poses than were captured.</source>
   <translation>Anteil synthetischer Posen, innerhalb der Gelenkgrenzen der Daten gesampelt, um mit mehr als den aufgenommenen Posen zu trainieren.</translation>
  </message>
  <message>
   <source>Shift+drag a keypoint</source>
   <translation>Keypoint mit Umschalt ziehen</translation>
  </message>
  <message>
   <source>Show a picture behind the keypoints that are open; Open would replace them</source>
   <translation>Ein Bild hinter den offenen Keypoints zeigen; Öffnen würde sie ersetzen</translation>
  </message>
  <message>
   <source>Show earlier denoising steps of the selected pose</source>
   <translation>Frühere Entrauschungsschritte der gewählten Pose zeigen</translation>
  </message>
  <message>
   <source>Show handles on the selected pose and the camera</source>
   <translation>Griffe an der gewählten Pose und der Kamera zeigen</translation>
  </message>
  <message>
   <source>Show hidden, end comparing</source>
   <translation>Ausgeblendete zeigen, Vergleich beenden</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>Im Ordner zeigen</translation>
  </message>
  <message>
   <source>Show sampled poses in the 3D view</source>
   <translation>Gesampelte Posen in der 3D-Ansicht zeigen</translation>
  </message>
  <message>
   <source>Show the chosen person as large as fits the picture's view</source>
   <translation>Die gewählte Person so groß zeigen, wie es in die Bildansicht passt</translation>
  </message>
  <message>
   <source>Show the chosen pose alone, or all again</source>
   <translation>Nur die gewählte Pose zeigen oder wieder alle</translation>
  </message>
  <message>
   <source>Show the heatmaps of the keypoints detected in the picture: of the one under the pointer, of those selected, or of all</source>
   <translation>Heatmaps der im Bild erkannten Keypoints zeigen: des Keypoints unter dem Zeiger, der gewählten oder aller</translation>
  </message>
  <message>
   <source>Show the noisy samples of a step, or what the network estimates them to be</source>
   <translation>Die verrauschten Proben eines Schritts zeigen oder was das Netz daraus schätzt</translation>
  </message>
  <message>
   <source>Show the steps of a first session, on what is open or the example</source>
   <translation>Die Schritte einer ersten Sitzung zeigen, am Geöffneten oder am Beispiel</translation>
  </message>
  <message>
   <source>Show the tour again</source>
   <translation>Tour wieder zeigen</translation>
  </message>
  <message>
   <source>Show the version and licence</source>
   <translation>Version und Lizenz zeigen</translation>
  </message>
  <message>
   <source>Show what of this installation works, to paste into a report of a fault</source>
   <translation>Zeigen, was an dieser Installation funktioniert, zum Einfügen in eine Fehlermeldung</translation>
  </message>
  <message>
   <source>Show {who}</source>
   <translation>{who} zeigen</translation>
  </message>
  <message>
   <source>Shown: {alternative}</source>
   <translation>Gezeigt: {alternative}</translation>
  </message>
  <message>
   <source>Side</source>
   <translation>Seite</translation>
  </message>
  <message>
   <source>Sitting</source>
   <translation>Sitzend</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Solo</source>
   <translation>Solo</translation>
  </message>
  <message>
   <source>Solve each frame by itself</source>
   <translation>Jeden Frame einzeln berechnen</translation>
  </message>
  <message>
   <source>Solve motion</source>
   <translation>Bewegung berechnen</translation>
  </message>
  <message>
   <source>Solving the motion of {who}</source>
   <translation>Bewegung von {who} wird berechnet</translation>
  </message>
  <message>
   <source>Spread</source>
   <translation>Streuung</translation>
  </message>
  <message>
   <source>Spread in 3D</source>
   <translation>Streuung in 3D</translation>
  </message>
  <message>
   <source>Spread of the hypotheses over the steps</source>
   <translation>Streuung der Hypothesen über die Schritte</translation>
  </message>
  <message>
   <source>Spread, mm</source>
   <translation>Streuung, mm</translation>
  </message>
  <message>
   <source>Square around a dot</source>
   <translation>Quadrat um einen Punkt</translation>
  </message>
  <message>
   <source>Standard deviation of the keypoints, in percent of the person's size. Automatic: {found} for those detected in a picture, {exact} for those of a clip or moved by hand. With more noise, poses follow the keypoints less and differ more.</source>
   <translation>Standardabweichung der Keypoints in Prozent der Personengröße. Automatisch: {found} für im Bild erkannte, {exact} für die eines Clips oder von Hand gesetzte. Mit mehr Rauschen folgen die Posen den Keypoints weniger und unterscheiden sich mehr.</translation>
  </message>
  <message>
   <source>Standard deviation over all sampled poses, hips aligned</source>
   <translation>Standardabweichung über alle gesampelten Posen, an der Hüfte ausgerichtet</translation>
  </message>
  <message>
   <source>Standing figure</source>
   <translation>Stehende Figur</translation>
  </message>
  <message>
   <source>Standing pose</source>
   <translation>Stehende Pose</translation>
  </message>
  <message>
   <source>Standing relaxed</source>
   <translation>Locker stehend</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Start</translation>
  </message>
  <message>
   <source>Start from a figure standing upright</source>
   <translation>Mit einer aufrecht stehenden Figur beginnen</translation>
  </message>
  <message>
   <source>Start from weights</source>
   <translation>Start mit Gewichten</translation>
  </message>
  <message>
   <source>Starting...</source>
   <translation>Wird gestartet...</translation>
  </message>
  <message>
   <source>Step</source>
   <translation>Schritt</translation>
  </message>
  <message>
   <source>Step {step} of {last}, noise level {noise}</source>
   <translation>Schritt {step} von {last}, Rauschpegel {noise}</translation>
  </message>
  <message>
   <source>Step {step} of {steps}, {rate} per second, {left} left. Loss {loss}, learning rate {lr}, gradient {gradient}.</source>
   <translation>Schritt {step} von {steps}, {rate} pro Sekunde, noch {left}. Verlust {loss}, Lernrate {lr}, Gradient {gradient}.</translation>
  </message>
  <message>
   <source>Step {step}: {text}</source>
   <translation>Schritt {step}: {text}</translation>
  </message>
  <message>
   <source>Steps</source>
   <translation>Schritte</translation>
  </message>
  <message>
   <source>Steps:</source>
   <translation>Schritte:</translation>
  </message>
  <message>
   <source>Sticks</source>
   <translation>Linien</translation>
  </message>
  <message>
   <source>Still required: {joints}.</source>
   <translation>Noch erforderlich: {joints}.</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Stopp</translation>
  </message>
  <message>
   <source>Stop the export?</source>
   <translation>Export abbrechen?</translation>
  </message>
  <message>
   <source>Stop, and delete {run} with its weights? This cannot be undone.</source>
   <translation>Stoppen und {run} mit seinen Gewichten löschen? Das lässt sich nicht rückgängig machen.</translation>
  </message>
  <message>
   <source>Stopped before all clips had been read.</source>
   <translation>Gestoppt, bevor alle Clips gelesen waren.</translation>
  </message>
  <message>
   <source>Stopped before the first checkpoint.</source>
   <translation>Vor dem ersten Checkpoint gestoppt.</translation>
  </message>
  <message>
   <source>Stopped detecting keypoints in {picture}; press D to retry</source>
   <translation>Keypoint-Erkennung in {picture} gestoppt; D versucht es erneut</translation>
  </message>
  <message>
   <source>Stopped solving the motion. An edit starts it again.</source>
   <translation>Berechnung der Bewegung gestoppt. Eine Änderung startet sie neu.</translation>
  </message>
  <message>
   <source>Stopped: {done} of {all} frames searched; press D to go on</source>
   <translation>Gestoppt: {done} von {all} Frames durchsucht; D setzt fort</translation>
  </message>
  <message>
   <source>Stored for every clip with this skeleton. Joints with * are required, others are interpolated.</source>
   <translation>Gilt für jeden Clip mit diesem Skelett. Gelenke mit * sind erforderlich, andere werden interpoliert.</translation>
  </message>
  <message>
   <source>Subject</source>
   <translation>Person</translation>
  </message>
  <message>
   <source>Subjects or clips, separated by commas, that are not trained on</source>
   <translation>Personen oder Clips, durch Kommas getrennt, mit denen nicht trainiert wird</translation>
  </message>
  <message>
   <source>Swap left and right</source>
   <translation>Links und rechts tauschen</translation>
  </message>
  <message>
   <source>Swap sides in range</source>
   <translation>Seiten im Bereich tauschen</translation>
  </message>
  <message>
   <source>Swap sides in {frames}</source>
   <translation>Seiten tauschen: {frames}</translation>
  </message>
  <message>
   <source>Synthetic poses</source>
   <translation>Synthetische Posen</translation>
  </message>
  <message>
   <source>System report</source>
   <translation>Systembericht</translation>
  </message>
  <message>
   <source>System report...</source>
   <translation>Systembericht...</translation>
  </message>
  <message>
   <source>T-pose</source>
   <translation>T-Pose</translation>
  </message>
  <message>
   <source>Tags</source>
   <translation>Schlagwörter</translation>
  </message>
  <message>
   <source>Tags of {name}, separated by commas</source>
   <translation>Schlagwörter von {name}, durch Kommas getrennt</translation>
  </message>
  <message>
   <source>Tags...</source>
   <translation>Schlagwörter...</translation>
  </message>
  <message>
   <source>Temperature</source>
   <translation>Temperatur</translation>
  </message>
  <message numerus="yes">
   <source>The %n sampled poses are much alike: the picture leaves little open.</source>
   <translation>
    <numerusform>Nur %n Pose wurde berechnet.</numerusform>
    <numerusform>Die %n berechneten Posen sind sich sehr ähnlich: Das Bild lässt wenig offen.</numerusform>
   </translation>
  </message>
  <message>
   <source>The 3D view as it is turned now, at any size.</source>
   <translation>Die 3D-Ansicht in der jetzigen Drehung, in beliebiger Größe.</translation>
  </message>
  <message>
   <source>The 3D view needs OpenGL {version}; this display offers {offered}.</source>
   <translation>Die 3D-Ansicht braucht OpenGL {version}; diese Anzeige bietet {offered}.</translation>
  </message>
  <message>
   <source>The camera moves</source>
   <translation>Die Kamera bewegt sich</translation>
  </message>
  <message>
   <source>The camera's R and t put it upside down or far away: expected a world in metres where Y is up.</source>
   <translation>R und t stellen die Kamera auf den Kopf oder weit weg: Erwartet wird eine Welt in Metern mit Y nach oben.</translation>
  </message>
  <message>
   <source>The camera's picture of {old} pixels is scaled to {new}.</source>
   <translation>Das Bild der Kamera mit {old} Pixeln wird auf {new} skaliert.</translation>
  </message>
  <message>
   <source>The denoising steps of this pose are not recorded.</source>
   <translation>Die Entrauschungsschritte dieser Pose sind nicht aufgezeichnet.</translation>
  </message>
  <message>
   <source>The detector is not sure of this person: check the keypoints, or delete them.</source>
   <translation>Der Detektor ist bei dieser Person unsicher: die Keypoints prüfen oder die Person löschen.</translation>
  </message>
  <message>
   <source>The documentation is not installed.</source>
   <translation>Die Dokumentation ist nicht installiert.</translation>
  </message>
  <message>
   <source>The field of view cannot be inferred: it takes {people} people, or one in {people} frames, with {points} keypoints each.</source>
   <translation>Der Bildwinkel lässt sich nicht bestimmen: Nötig sind {people} Personen oder eine in {people} Frames, mit je {points} Keypoints.</translation>
  </message>
  <message>
   <source>The installation is examined; this takes some seconds.</source>
   <translation>Die Installation wird untersucht; das dauert einige Sekunden.</translation>
  </message>
  <message>
   <source>The joint is hidden behind something; its place is a guess</source>
   <translation>Das Gelenk ist verdeckt; sein Ort ist geschätzt</translation>
  </message>
  <message>
   <source>The joint is seen in the picture</source>
   <translation>Das Gelenk ist im Bild zu sehen</translation>
  </message>
  <message>
   <source>The keypoints of this frame have not been found yet.</source>
   <translation>Die Keypoints dieses Frames sind noch nicht erkannt.</translation>
  </message>
  <message>
   <source>The language changes at the next start.</source>
   <translation>Die Sprache ändert sich beim nächsten Start.</translation>
  </message>
  <message>
   <source>The last one stays open: {name}</source>
   <translation>Das letzte bleibt offen: {name}</translation>
  </message>
  <message>
   <source>The lens and position of this camera are assumed; open a camera file to replace it.</source>
   <translation>Objektiv und Position dieser Kamera sind angenommen; eine Kameradatei öffnen, um sie zu ersetzen.</translation>
  </message>
  <message>
   <source>The method by which a denoising step is computed</source>
   <translation>Das Verfahren, mit dem ein Entrauschungsschritt berechnet wird</translation>
  </message>
  <message>
   <source>The motion as a web page, to turn and play it in any browser. Long ones are thinned out.</source>
   <translation>Die Bewegung als Webseite, zum Drehen und Abspielen in jedem Browser. Lange werden ausgedünnt.</translation>
  </message>
  <message>
   <source>The motion in 3D, beside the video with the body drawn over it, or beside the keypoints.</source>
   <translation>Die Bewegung in 3D, neben dem Video mit eingezeichnetem Körper oder neben den Keypoints.</translation>
  </message>
  <message>
   <source>The motion of all frames on a skeleton, for animation programs.</source>
   <translation>Die Bewegung aller Frames auf einem Skelett, für Animationsprogramme.</translation>
  </message>
  <message>
   <source>The number of the frame</source>
   <translation>Die Nummer des Frames</translation>
  </message>
  <message>
   <source>The people of what is open are listed here.</source>
   <translation>Hier stehen die Personen des Geöffneten.</translation>
  </message>
  <message>
   <source>The picture itself, without a file</source>
   <translation>Das Bild selbst, ohne Datei</translation>
  </message>
  <message>
   <source>The picture plane as vectors: keypoints, limbs and the poses as the camera sees them.</source>
   <translation>Die Bildebene als Vektoren: Keypoints, Gliedmaßen und die Posen aus Sicht der Kamera.</translation>
  </message>
  <message>
   <source>The place of the joint is not known; the pose decides it</source>
   <translation>Der Ort des Gelenks ist nicht bekannt; die Pose bestimmt ihn</translation>
  </message>
  <message>
   <source>The pose was made by hand; the others fit the same keypoints.</source>
   <translation>Die Pose ist von Hand gemacht; die anderen passen zu denselben Keypoints.</translation>
  </message>
  <message>
   <source>The poses of this frame as a web page, to turn them and step through them in any browser.</source>
   <translation>Die Posen dieses Bildes als Webseite, zum Drehen und Durchblättern in jedem Browser.</translation>
  </message>
  <message>
   <source>The project has been changed since it was saved.</source>
   <translation>Das Projekt wurde seit dem Sichern geändert.</translation>
  </message>
  <message>
   <source>The selected 3D pose on a skeleton, for animation programs; glTF and USD have the mannequin, too.</source>
   <translation>Die gewählte 3D-Pose auf einem Skelett, für Animationsprogramme; glTF und USD enthalten auch die Modellpuppe.</translation>
  </message>
  <message>
   <source>The selected pose as it formed out of noise, as an animation.</source>
   <translation>Wie die gewählte Pose aus Rauschen entstand, als Animation.</translation>
  </message>
  <message>
   <source>The tour is shown at the next start</source>
   <translation>Die Tour erscheint beim nächsten Start</translation>
  </message>
  <message>
   <source>The two views have different cameras: choose another one for view 2.</source>
   <translation>Die beiden Ansichten haben verschiedene Kameras: Für Ansicht 2 eine andere wählen.</translation>
  </message>
  <message>
   <source>The views do not agree: the body is off by {share} of its size here.
Are the camera, the person and the moment the same?</source>
   <translation>Die Ansichten stimmen nicht überein: Der Körper weicht hier um {share} seiner Größe ab.
Sind Kamera, Person und Moment dieselben?</translation>
  </message>
  <message>
   <source>The virtual camera as JSON.</source>
   <translation>Die virtuelle Kamera als JSON.</translation>
  </message>
  <message>
   <source>The whole window</source>
   <translation>Das ganze Fenster</translation>
  </message>
  <message>
   <source>The window of PoseStudio as it is now.</source>
   <translation>Das Fenster von PoseStudio, wie es jetzt ist.</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Farbschema</translation>
  </message>
  <message>
   <source>Theme, language, body, weights, autosaves and keys</source>
   <translation>Farbschema, Sprache, Körper, Gewichte, automatisches Sichern und Tasten</translation>
  </message>
  <message>
   <source>There are no 3D poses yet.</source>
   <translation>Es gibt noch keine 3D-Posen.</translation>
  </message>
  <message>
   <source>There is no such folder.</source>
   <translation>Diesen Ordner gibt es nicht.</translation>
  </message>
  <message>
   <source>This display offers no OpenGL {version}, so the 3D view cannot be drawn.</source>
   <translation>Diese Anzeige bietet kein OpenGL {version}; die 3D-Ansicht kann nicht gezeichnet werden.</translation>
  </message>
  <message>
   <source>This run is finished; choose another folder for a new one.</source>
   <translation>Dieser Lauf ist abgeschlossen; für einen neuen einen anderen Ordner wählen.</translation>
  </message>
  <message>
   <source>Threads</source>
   <translation>Threads</translation>
  </message>
  <message>
   <source>Three 3D views</source>
   <translation>Drei 3D-Ansichten</translation>
  </message>
  <message>
   <source>Tick runs to compare their curves.</source>
   <translation>Läufe ankreuzen, um ihre Kurven zu vergleichen.</translation>
  </message>
  <message>
   <source>Tilt of the trunk, degrees</source>
   <translation>Neigung des Rumpfs, Grad</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Zeit</translation>
  </message>
  <message>
   <source>Time of the frame</source>
   <translation>Zeit des Frames</translation>
  </message>
  <message>
   <source>Timeline</source>
   <translation>Zeitleiste</translation>
  </message>
  <message>
   <source>Top</source>
   <translation>Oben</translation>
  </message>
  <message>
   <source>Trails</source>
   <translation>Spuren</translation>
  </message>
  <message>
   <source>Train</source>
   <translation>Training</translation>
  </message>
  <message>
   <source>Train a model</source>
   <translation>Ein Modell trainieren</translation>
  </message>
  <message>
   <source>Train on these motions</source>
   <translation>Mit diesen Bewegungen trainieren</translation>
  </message>
  <message>
   <source>Train weights of your own</source>
   <translation>Eigene Gewichte trainieren</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>Training</translation>
  </message>
  <message>
   <source>Training: {those}. Validation: {others}.</source>
   <translation>Training: {those}. Validierung: {others}.</translation>
  </message>
  <message>
   <source>Trains on everybody. Validation scores are then no longer meaningful.</source>
   <translation>Trainiert mit allen. Validierungswerte sind dann nicht mehr aussagekräftig.</translation>
  </message>
  <message>
   <source>Translucent bodies</source>
   <translation>Durchscheinende Körper</translation>
  </message>
  <message>
   <source>Transparent background</source>
   <translation>Transparenter Hintergrund</translation>
  </message>
  <message>
   <source>Trim to {frames}</source>
   <translation>Zuschneiden auf {frames}</translation>
  </message>
  <message>
   <source>Try an example</source>
   <translation>Ein Beispiel ausprobieren</translation>
  </message>
  <message>
   <source>Turn the virtual camera towards the person</source>
   <translation>Die virtuelle Kamera zur Person drehen</translation>
  </message>
  <message>
   <source>Two 3D views</source>
   <translation>Zwei 3D-Ansichten</translation>
  </message>
  <message>
   <source>Type a name for the file.</source>
   <translation>Einen Namen für die Datei eingeben.</translation>
  </message>
  <message>
   <source>Type the name of a command</source>
   <translation>Namen eines Befehls eingeben</translation>
  </message>
  <message>
   <source>USD, as text</source>
   <translation>USD, als Text</translation>
  </message>
  <message>
   <source>USD, binary</source>
   <translation>USD, binär</translation>
  </message>
  <message>
   <source>USD, packaged</source>
   <translation>USD, als Paket</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Undo the last change</source>
   <translation>Die letzte Änderung rückgängig machen</translation>
  </message>
  <message>
   <source>Undo {edit}</source>
   <translation>Rückgängig: {edit}</translation>
  </message>
  <message>
   <source>Unit</source>
   <translation>Einheit</translation>
  </message>
  <message>
   <source>Unpin every joint of this person</source>
   <translation>Alle Gelenke dieser Person lösen</translation>
  </message>
  <message>
   <source>Unpin in 3D</source>
   <translation>In 3D lösen</translation>
  </message>
  <message>
   <source>Unpin {joint}</source>
   <translation>Lösen: {joint}</translation>
  </message>
  <message>
   <source>Until the motion is solved, each frame is solved by itself.</source>
   <translation>Bis die Bewegung berechnet ist, wird jeder Frame einzeln berechnet.</translation>
  </message>
  <message>
   <source>Up axis</source>
   <translation>Hochachse</translation>
  </message>
  <message>
   <source>Use another seed, for other poses (N)</source>
   <translation>Einen anderen Startwert verwenden, für andere Posen (N)</translation>
  </message>
  <message>
   <source>Use as background behind these joints</source>
   <translation>Als Hintergrund hinter diesen Gelenken verwenden</translation>
  </message>
  <message>
   <source>Use for lifting</source>
   <translation>Für Lifting verwenden</translation>
  </message>
  <message>
   <source>Use the selected run's settings for another run</source>
   <translation>Die Einstellungen des gewählten Laufs für einen anderen verwenden</translation>
  </message>
  <message>
   <source>Use this answer in place of the one shown</source>
   <translation>Diese Antwort anstelle der gezeigten verwenden</translation>
  </message>
  <message>
   <source>Use this camera</source>
   <translation>Diese Kamera verwenden</translation>
  </message>
  <message>
   <source>Use trained weights</source>
   <translation>Trainierte Gewichte verwenden</translation>
  </message>
  <message>
   <source>Use weights</source>
   <translation>Gewichte verwenden</translation>
  </message>
  <message>
   <source>Use {frames} again</source>
   <translation>Wieder verwenden: {frames}</translation>
  </message>
  <message>
   <source>VRM animation</source>
   <translation>VRM-Animation</translation>
  </message>
  <message>
   <source>VRM avatar in a T-pose</source>
   <translation>VRM-Avatar in T-Pose</translation>
  </message>
  <message>
   <source>Validate with</source>
   <translation>Validieren mit</translation>
  </message>
  <message>
   <source>Variants of one pose: the picture leaves little open</source>
   <translation>Varianten einer Pose: Das Bild lässt wenig offen</translation>
  </message>
  <message>
   <source>Variants of one pose; the keypoints are weak: check them</source>
   <translation>Varianten einer Pose; die Keypoints sind schwach: bitte prüfen</translation>
  </message>
  <message>
   <source>Vertical; small for a telephoto lens, large for a wide-angle one</source>
   <translation>Vertikal; klein bei Tele-, groß bei Weitwinkelobjektiven</translation>
  </message>
  <message>
   <source>Video</source>
   <translation>Video</translation>
  </message>
  <message>
   <source>Video of the denoising</source>
   <translation>Video des Entrauschens</translation>
  </message>
  <message>
   <source>Video of the motion</source>
   <translation>Video der Bewegung</translation>
  </message>
  <message>
   <source>Video...</source>
   <translation>Video...</translation>
  </message>
  <message>
   <source>Videos</source>
   <translation>Videos</translation>
  </message>
  <message>
   <source>Videos, sequences and clips over time</source>
   <translation>Videos, Sequenzen und Clips über die Zeit</translation>
  </message>
  <message>
   <source>View</source>
   <translation>Ansicht</translation>
  </message>
  <message>
   <source>View 1</source>
   <translation>Ansicht 1</translation>
  </message>
  <message>
   <source>View 1's camera is not known yet: choose it, too.</source>
   <translation>Die Kamera von Ansicht 1 ist noch nicht bekannt: auch sie wählen.</translation>
  </message>
  <message>
   <source>View 1's camera is not known, so that of view 2 alone says nothing. Open view 1's camera file first, choose a file of both cameras, or let view 2's be found from the pose.</source>
   <translation>Die Kamera von Ansicht 1 ist nicht bekannt, daher sagt die von Ansicht 2 allein nichts. Zuerst die Kameradatei von Ansicht 1 öffnen, eine Datei beider Kameras wählen oder die von Ansicht 2 aus der Pose bestimmen lassen.</translation>
  </message>
  <message>
   <source>View 2</source>
   <translation>Ansicht 2</translation>
  </message>
  <message>
   <source>View {number}</source>
   <translation>Ansicht {number}</translation>
  </message>
  <message>
   <source>Visible</source>
   <translation>Sichtbar</translation>
  </message>
  <message>
   <source>Visible, occluded, missing</source>
   <translation>Sichtbar, verdeckt, fehlend</translation>
  </message>
  <message>
   <source>Wait until the clips are read.</source>
   <translation>Warten, bis die Clips gelesen sind.</translation>
  </message>
  <message>
   <source>Walking</source>
   <translation>Gehend</translation>
  </message>
  <message>
   <source>Waving</source>
   <translation>Winkend</translation>
  </message>
  <message>
   <source>Web addresses cannot be opened</source>
   <translation>Webadressen können nicht geöffnet werden</translation>
  </message>
  <message>
   <source>Weights</source>
   <translation>Gewichte</translation>
  </message>
  <message>
   <source>Weights of the trained network</source>
   <translation>Gewichte des trainierten Netzes</translation>
  </message>
  <message>
   <source>What</source>
   <translation>Was</translation>
  </message>
  <message>
   <source>What is open has one frame.</source>
   <translation>Das Geöffnete hat einen Frame.</translation>
  </message>
  <message>
   <source>What the network predicts. Automatic: the velocity, or what the weights to start from predict.</source>
   <translation>Was das Netz vorhersagt. Automatisch: die Geschwindigkeit oder was die Startgewichte vorhersagen.</translation>
  </message>
  <message>
   <source>What to export</source>
   <translation>Was exportiert wird</translation>
  </message>
  <message>
   <source>What would you like to pose?</source>
   <translation>Womit beginnen?</translation>
  </message>
  <message>
   <source>Wheel</source>
   <translation>Mausrad</translation>
  </message>
  <message>
   <source>Where did the camera of {name} stand?</source>
   <translation>Wo stand die Kamera von {name}?</translation>
  </message>
  <message>
   <source>While a joint is dragged or turned, that of the other side moves as its mirror image</source>
   <translation>Beim Ziehen oder Drehen eines Gelenks bewegt sich das der anderen Seite spiegelbildlich</translation>
  </message>
  <message>
   <source>While joints are dragged, feet stay above the floor, and those that stand on it stay there</source>
   <translation>Beim Ziehen von Gelenken bleiben Füße über dem Boden, und stehende bleiben stehen</translation>
  </message>
  <message>
   <source>Width</source>
   <translation>Breite</translation>
  </message>
  <message>
   <source>Workspace</source>
   <translation>Arbeitsbereich</translation>
  </message>
  <message>
   <source>Workspaces</source>
   <translation>Arbeitsbereiche</translation>
  </message>
  <message>
   <source>Writing {name}</source>
   <translation>{name} wird geschrieben</translation>
  </message>
  <message>
   <source>Y up (also for Blender, which turns it)</source>
   <translation>Y oben (auch für Blender, das sie dreht)</translation>
  </message>
  <message>
   <source>Z up</source>
   <translation>Z oben</translation>
  </message>
  <message>
   <source>a keypoint that is visible, occluded, missing</source>
   <translation>ein sichtbarer, verdeckter, fehlender Keypoint</translation>
  </message>
  <message>
   <source>a limb is too long for the body: correct its joints</source>
   <translation>Gliedmaße zu lang für den Körper: ihre Gelenke korrigieren</translation>
  </message>
  <message>
   <source>a limb is too short for the body: correct its joints</source>
   <translation>Gliedmaße zu kurz für den Körper: ihre Gelenke korrigieren</translation>
  </message>
  <message>
   <source>a picture of {width} x {height} pixels does not fit into memory</source>
   <translation>ein Bild von {width} x {height} Pixeln passt nicht in den Speicher</translation>
  </message>
  <message>
   <source>alternatives that fit the same keypoints</source>
   <translation>Alternativen, die zu denselben Keypoints passen</translation>
  </message>
  <message numerus="yes">
   <source>and %n more</source>
   <translation>
    <numerusform>und %n weitere</numerusform>
    <numerusform>und %n weitere</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>and %n rarer ones</source>
   <translation>
    <numerusform>und %n seltenere</numerusform>
    <numerusform>und %n seltenere</numerusform>
   </translation>
  </message>
  <message>
   <source>ankle</source>
   <translation>Knöchel</translation>
  </message>
  <message>
   <source>arms</source>
   <translation>Arme</translation>
  </message>
  <message>
   <source>arms back</source>
   <translation>Arme zurück</translation>
  </message>
  <message>
   <source>arms forward</source>
   <translation>Arme nach vorn</translation>
  </message>
  <message>
   <source>arms higher</source>
   <translation>Arme höher</translation>
  </message>
  <message>
   <source>arms in</source>
   <translation>Arme nach innen</translation>
  </message>
  <message>
   <source>arms lower</source>
   <translation>Arme tiefer</translation>
  </message>
  <message>
   <source>arms out</source>
   <translation>Arme nach außen</translation>
  </message>
  <message>
   <source>at {rate} fps</source>
   <translation>bei {rate} fps</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatisch</translation>
  </message>
  <message>
   <source>back</source>
   <translation>hinten</translation>
  </message>
  <message>
   <source>best so far</source>
   <translation>bisher bestes</translation>
  </message>
  <message>
   <source>beyond its range</source>
   <translation>über die Grenze hinaus</translation>
  </message>
  <message>
   <source>blue dashes: too short for the body</source>
   <translation>blau gestrichelt: zu kurz für den Körper</translation>
  </message>
  <message>
   <source>body turned to its left</source>
   <translation>Körper nach links gedreht</translation>
  </message>
  <message>
   <source>body turned to its right</source>
   <translation>Körper nach rechts gedreht</translation>
  </message>
  <message>
   <source>camera</source>
   <translation>Kamera</translation>
  </message>
  <message>
   <source>cannot be read</source>
   <translation>nicht lesbar</translation>
  </message>
  <message>
   <source>centimetres</source>
   <translation>Zentimeter</translation>
  </message>
  <message>
   <source>chest</source>
   <translation>Brust</translation>
  </message>
  <message>
   <source>choose that alternative; a joint of the chosen one is shown in the inspector</source>
   <translation>wählt diese Alternative; ein Gelenk der gewählten erscheint im Inspektor</translation>
  </message>
  <message>
   <source>clean pose (EDM)</source>
   <translation>saubere Pose (EDM)</translation>
  </message>
  <message>
   <source>clip</source>
   <translation>Clip</translation>
  </message>
  <message>
   <source>confidence {share}</source>
   <translation>Konfidenz {share}</translation>
  </message>
  <message>
   <source>correct it, with all selected ones; without a photograph, the body follows</source>
   <translation>korrigiert ihn mit allen gewählten; ohne Foto folgt der Körper</translation>
  </message>
  <message>
   <source>detect the keypoints of the person in it</source>
   <translation>erkennt die Keypoints der Person darin</translation>
  </message>
  <message>
   <source>doubtful</source>
   <translation>zweifelhaft</translation>
  </message>
  <message>
   <source>edit that person</source>
   <translation>bearbeitet diese Person</translation>
  </message>
  <message>
   <source>elbow</source>
   <translation>Ellbogen</translation>
  </message>
  <message>
   <source>ended with status {status}</source>
   <translation>mit Status {status} beendet</translation>
  </message>
  <message>
   <source>expected the last not before the first</source>
   <translation>der letzte darf nicht vor dem ersten liegen</translation>
  </message>
  <message>
   <source>facing the other way</source>
   <translation>andersherum gewandt</translation>
  </message>
  <message>
   <source>fairly sure</source>
   <translation>ziemlich sicher</translation>
  </message>
  <message>
   <source>figure</source>
   <translation>Figur</translation>
  </message>
  <message>
   <source>finds the people in a picture</source>
   <translation>findet die Personen in einem Bild</translation>
  </message>
  <message>
   <source>for {program}</source>
   <translation>für {program}</translation>
  </message>
  <message>
   <source>forearm</source>
   <translation>Unterarm</translation>
  </message>
  <message>
   <source>frame {number}</source>
   <translation>Frame {number}</translation>
  </message>
  <message>
   <source>frames {first} to {last}</source>
   <translation>Frames {first} bis {last}</translation>
  </message>
  <message>
   <source>front</source>
   <translation>vorn</translation>
  </message>
  <message>
   <source>glTF, as text</source>
   <translation>glTF, als Text</translation>
  </message>
  <message>
   <source>glTF, one file</source>
   <translation>glTF, eine Datei</translation>
  </message>
  <message>
   <source>go through the frames</source>
   <translation>geht durch die Frames</translation>
  </message>
  <message>
   <source>hand</source>
   <translation>Hand</translation>
  </message>
  <message>
   <source>head</source>
   <translation>Kopf</translation>
  </message>
  <message>
   <source>head top</source>
   <translation>Scheitel</translation>
  </message>
  <message>
   <source>heel</source>
   <translation>Ferse</translation>
  </message>
  <message>
   <source>hip</source>
   <translation>Hüftgelenk</translation>
  </message>
  <message>
   <source>hips</source>
   <translation>Hüfte</translation>
  </message>
  <message>
   <source>in 3D {spread}</source>
   <translation>in 3D {spread}</translation>
  </message>
  <message>
   <source>in and out: leave out what is before or after it</source>
   <translation>In und Out: lässt aus, was davor oder danach liegt</translation>
  </message>
  <message>
   <source>inches</source>
   <translation>Zoll</translation>
  </message>
  <message numerus="yes">
   <source>it has %n frames</source>
   <translation>
    <numerusform>sie hat %n Frame</numerusform>
    <numerusform>sie hat %n Frames</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>it has %n frames, and the project is about {others}</source>
   <translation>
    <numerusform>sie hat %n Frame, und das Projekt handelt von {others}</numerusform>
    <numerusform>sie hat %n Frames, und das Projekt handelt von {others}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>it has %n frames, and the project uses frame {frame} of it</source>
   <translation>
    <numerusform>sie hat %n Frame, und das Projekt verwendet Frame {frame}</numerusform>
    <numerusform>sie hat %n Frames, und das Projekt verwendet Frame {frame}</numerusform>
   </translation>
  </message>
  <message>
   <source>it has been changed on disk by another window or program; save it under another name to keep both</source>
   <translation>es wurde von einem anderen Fenster oder Programm geändert; unter anderem Namen sichern, um beide zu behalten</translation>
  </message>
  <message>
   <source>it has no keypoints of a picture</source>
   <translation>sie hat keine Keypoints eines Bildes</translation>
  </message>
  <message>
   <source>key</source>
   <translation>Keyframe</translation>
  </message>
  <message>
   <source>key: drag it to another frame, Del deletes it</source>
   <translation>Keyframe: auf einen anderen Frame ziehen, Entf löscht ihn</translation>
  </message>
  <message>
   <source>knee</source>
   <translation>Knie</translation>
  </message>
  <message>
   <source>large</source>
   <translation>groß</translation>
  </message>
  <message>
   <source>leaning back</source>
   <translation>nach hinten gelehnt</translation>
  </message>
  <message>
   <source>leaning forward</source>
   <translation>nach vorn geneigt</translation>
  </message>
  <message>
   <source>left ankle</source>
   <translation>linker Knöchel</translation>
  </message>
  <message>
   <source>left arm back</source>
   <translation>linker Arm zurück</translation>
  </message>
  <message>
   <source>left arm forward</source>
   <translation>linker Arm nach vorn</translation>
  </message>
  <message>
   <source>left arm higher</source>
   <translation>linker Arm höher</translation>
  </message>
  <message>
   <source>left arm in</source>
   <translation>linker Arm nach innen</translation>
  </message>
  <message>
   <source>left arm lower</source>
   <translation>linker Arm tiefer</translation>
  </message>
  <message>
   <source>left arm out</source>
   <translation>linker Arm nach außen</translation>
  </message>
  <message>
   <source>left collar</source>
   <translation>linkes Schlüsselbein</translation>
  </message>
  <message>
   <source>left ear</source>
   <translation>linkes Ohr</translation>
  </message>
  <message>
   <source>left elbow</source>
   <translation>linker Ellbogen</translation>
  </message>
  <message>
   <source>left eye</source>
   <translation>linkes Auge</translation>
  </message>
  <message>
   <source>left forearm</source>
   <translation>linker Unterarm</translation>
  </message>
  <message>
   <source>left hand</source>
   <translation>linke Hand</translation>
  </message>
  <message>
   <source>left heel</source>
   <translation>linke Ferse</translation>
  </message>
  <message>
   <source>left hip</source>
   <translation>linkes Hüftgelenk</translation>
  </message>
  <message>
   <source>left knee</source>
   <translation>linkes Knie</translation>
  </message>
  <message>
   <source>left leg back</source>
   <translation>linkes Bein zurück</translation>
  </message>
  <message>
   <source>left leg forward</source>
   <translation>linkes Bein nach vorn</translation>
  </message>
  <message>
   <source>left leg higher</source>
   <translation>linkes Bein höher</translation>
  </message>
  <message>
   <source>left leg in</source>
   <translation>linkes Bein nach innen</translation>
  </message>
  <message>
   <source>left leg lower</source>
   <translation>linkes Bein tiefer</translation>
  </message>
  <message>
   <source>left leg out</source>
   <translation>linkes Bein nach außen</translation>
  </message>
  <message>
   <source>left shin</source>
   <translation>linker Unterschenkel</translation>
  </message>
  <message>
   <source>left shoulder</source>
   <translation>linke Schulter</translation>
  </message>
  <message>
   <source>left thigh</source>
   <translation>linker Oberschenkel</translation>
  </message>
  <message>
   <source>left toe</source>
   <translation>linker Fußballen</translation>
  </message>
  <message>
   <source>left upper arm</source>
   <translation>linker Oberarm</translation>
  </message>
  <message>
   <source>left wrist</source>
   <translation>linkes Handgelenk</translation>
  </message>
  <message>
   <source>legs back</source>
   <translation>Beine zurück</translation>
  </message>
  <message>
   <source>legs forward</source>
   <translation>Beine nach vorn</translation>
  </message>
  <message>
   <source>legs higher</source>
   <translation>Beine höher</translation>
  </message>
  <message>
   <source>legs in</source>
   <translation>Beine nach innen</translation>
  </message>
  <message>
   <source>legs lower</source>
   <translation>Beine tiefer</translation>
  </message>
  <message>
   <source>legs out</source>
   <translation>Beine nach außen</translation>
  </message>
  <message>
   <source>low</source>
   <translation>tief</translation>
  </message>
  <message>
   <source>made by hand</source>
   <translation>von Hand gemacht</translation>
  </message>
  <message>
   <source>make the selected keypoints missing; without any, delete the person</source>
   <translation>markiert die gewählten Keypoints als fehlend; ohne Auswahl löscht es die Person</translation>
  </message>
  <message>
   <source>marked as missing</source>
   <translation>als fehlend markiert</translation>
  </message>
  <message>
   <source>mean-pose baseline</source>
   <translation>Basis: mittlere Pose</translation>
  </message>
  <message>
   <source>medium</source>
   <translation>mittel</translation>
  </message>
  <message>
   <source>menu of the body, or of the view</source>
   <translation>Menü des Körpers oder der Ansicht</translation>
  </message>
  <message>
   <source>menu of the joint</source>
   <translation>Menü des Gelenks</translation>
  </message>
  <message>
   <source>menu: detect again, delete the person, add a missing keypoint</source>
   <translation>Menü: neu erkennen, Person löschen, fehlenden Keypoint hinzufügen</translation>
  </message>
  <message>
   <source>menu: visible, occluded, missing, pin, reset, mirror, select limb; V cycles the first</source>
   <translation>Menü: sichtbar, verdeckt, fehlend, anpinnen, zurücksetzen, spiegeln, Gliedmaße wählen; V wechselt die ersten</translation>
  </message>
  <message>
   <source>metres</source>
   <translation>Meter</translation>
  </message>
  <message>
   <source>millimetres</source>
   <translation>Millimeter</translation>
  </message>
  <message>
   <source>missing</source>
   <translation>fehlend</translation>
  </message>
  <message>
   <source>motions that the lifters and the joint limits learnt from</source>
   <translation>Bewegungen, aus denen Lifter und Gelenkgrenzen gelernt wurden</translation>
  </message>
  <message>
   <source>move it alone, where the body would follow</source>
   <translation>bewegt ihn allein, wo sonst der Körper folgt</translation>
  </message>
  <message>
   <source>move it to another frame; Ctrl+click selects several, Del deletes them</source>
   <translation>verschiebt ihn auf einen anderen Frame; Strg+Klick wählt mehrere, Entf löscht sie</translation>
  </message>
  <message>
   <source>move it with those further along the limb: elbow and wrist, knee and ankle</source>
   <translation>bewegt ihn mit denen weiter außen: Ellbogen und Handgelenk, Knie und Knöchel</translation>
  </message>
  <message>
   <source>move or resize it, and detect the keypoints in it again</source>
   <translation>verschiebt oder skaliert ihn und erkennt die Keypoints darin neu</translation>
  </message>
  <message>
   <source>move the joint with the rings by 1 cm, with Shift by 10</source>
   <translation>bewegen das Gelenk mit den Ringen um 1 cm, mit Umschalt um 10</translation>
  </message>
  <message>
   <source>move the panel to the other side, float it, close it</source>
   <translation>das Feld auf die andere Seite bringen, abkoppeln, schließen</translation>
  </message>
  <message>
   <source>move the selected keys by a frame</source>
   <translation>verschiebt die gewählten Keyframes um einen Frame</translation>
  </message>
  <message>
   <source>move the virtual camera about the person</source>
   <translation>bewegt die virtuelle Kamera um die Person</translation>
  </message>
  <message>
   <source>moving</source>
   <translation>in Bewegung</translation>
  </message>
  <message>
   <source>neck</source>
   <translation>Hals</translation>
  </message>
  <message>
   <source>nobody</source>
   <translation>niemand</translation>
  </message>
  <message>
   <source>nobody is seen in any frame</source>
   <translation>in keinem Frame ist jemand zu sehen</translation>
  </message>
  <message>
   <source>nobody is seen in at least two frames, and there are no keys</source>
   <translation>niemand ist in mindestens zwei Frames zu sehen, und es gibt keine Keyframes</translation>
  </message>
  <message>
   <source>noise, absolute error</source>
   <translation>Rauschen, absoluter Fehler</translation>
  </message>
  <message>
   <source>noise, squared error</source>
   <translation>Rauschen, quadratischer Fehler</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>nose</source>
   <translation>Nase</translation>
  </message>
  <message>
   <source>not known: the file does not say</source>
   <translation>nicht bekannt: Die Datei sagt es nicht</translation>
  </message>
  <message>
   <source>not searched yet</source>
   <translation>noch nicht durchsucht</translation>
  </message>
  <message>
   <source>nothing</source>
   <translation>nichts</translation>
  </message>
  <message>
   <source>nudge the selected keypoints by a pixel, with Shift by ten; without any, go through the frames</source>
   <translation>verschieben die gewählten Keypoints um ein Pixel, mit Umschalt um zehn; ohne Auswahl gehen sie durch die Frames</translation>
  </message>
  <message>
   <source>occluded</source>
   <translation>verdeckt</translation>
  </message>
  <message>
   <source>of {frames}</source>
   <translation>von {frames}</translation>
  </message>
  <message>
   <source>orbit the virtual camera</source>
   <translation>dreht die virtuelle Kamera um die Person</translation>
  </message>
  <message>
   <source>orbit, pan, zoom</source>
   <translation>drehen, verschieben, zoomen</translation>
  </message>
  <message>
   <source>orthographic</source>
   <translation>orthografisch</translation>
  </message>
  <message>
   <source>pan; double-click to fit</source>
   <translation>verschiebt; Doppelklick passt ein</translation>
  </message>
  <message>
   <source>people have been looked for in {done} of {all} frames so far</source>
   <translation>bisher wurden in {done} von {all} Frames Personen gesucht</translation>
  </message>
  <message>
   <source>perspective</source>
   <translation>Perspektive</translation>
  </message>
  <message>
   <source>photographs that the keypoint detector learnt from; for research use only</source>
   <translation>Fotos, aus denen der Keypoint-Detektor gelernt hat; nur für Forschung</translation>
  </message>
  <message>
   <source>picture</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>pin the joint, or unpin it</source>
   <translation>pinnt das Gelenk an oder löst es</translation>
  </message>
  <message>
   <source>placed by hand</source>
   <translation>von Hand gesetzt</translation>
  </message>
  <message>
   <source>play the steps, go through them, while the panel has the focus</source>
   <translation>spielen die Schritte ab und gehen durch sie, wenn das Bedienfeld den Fokus hat</translation>
  </message>
  <message>
   <source>poses</source>
   <translation>Posen</translation>
  </message>
  <message>
   <source>poses and motions that the lifters and the joint limits learnt from; free for all uses</source>
   <translation>Posen und Bewegungen, aus denen Lifter und Gelenkgrenzen gelernt wurden; frei für jede Verwendung</translation>
  </message>
  <message>
   <source>project</source>
   <translation>Projekt</translation>
  </message>
  <message>
   <source>red dashes: too long for the body</source>
   <translation>rot gestrichelt: zu lang für den Körper</translation>
  </message>
  <message>
   <source>reference</source>
   <translation>Referenz</translation>
  </message>
  <message>
   <source>rerun recording</source>
   <translation>rerun-Aufzeichnung</translation>
  </message>
  <message>
   <source>right ankle</source>
   <translation>rechter Knöchel</translation>
  </message>
  <message>
   <source>right arm back</source>
   <translation>rechter Arm zurück</translation>
  </message>
  <message>
   <source>right arm forward</source>
   <translation>rechter Arm nach vorn</translation>
  </message>
  <message>
   <source>right arm higher</source>
   <translation>rechter Arm höher</translation>
  </message>
  <message>
   <source>right arm in</source>
   <translation>rechter Arm nach innen</translation>
  </message>
  <message>
   <source>right arm lower</source>
   <translation>rechter Arm tiefer</translation>
  </message>
  <message>
   <source>right arm out</source>
   <translation>rechter Arm nach außen</translation>
  </message>
  <message>
   <source>right collar</source>
   <translation>rechtes Schlüsselbein</translation>
  </message>
  <message>
   <source>right ear</source>
   <translation>rechtes Ohr</translation>
  </message>
  <message>
   <source>right elbow</source>
   <translation>rechter Ellbogen</translation>
  </message>
  <message>
   <source>right eye</source>
   <translation>rechtes Auge</translation>
  </message>
  <message>
   <source>right forearm</source>
   <translation>rechter Unterarm</translation>
  </message>
  <message>
   <source>right hand</source>
   <translation>rechte Hand</translation>
  </message>
  <message>
   <source>right heel</source>
   <translation>rechte Ferse</translation>
  </message>
  <message>
   <source>right hip</source>
   <translation>rechtes Hüftgelenk</translation>
  </message>
  <message>
   <source>right knee</source>
   <translation>rechtes Knie</translation>
  </message>
  <message>
   <source>right leg back</source>
   <translation>rechtes Bein zurück</translation>
  </message>
  <message>
   <source>right leg forward</source>
   <translation>rechtes Bein nach vorn</translation>
  </message>
  <message>
   <source>right leg higher</source>
   <translation>rechtes Bein höher</translation>
  </message>
  <message>
   <source>right leg in</source>
   <translation>rechtes Bein nach innen</translation>
  </message>
  <message>
   <source>right leg lower</source>
   <translation>rechtes Bein tiefer</translation>
  </message>
  <message>
   <source>right leg out</source>
   <translation>rechtes Bein nach außen</translation>
  </message>
  <message>
   <source>right shin</source>
   <translation>rechter Unterschenkel</translation>
  </message>
  <message>
   <source>right shoulder</source>
   <translation>rechte Schulter</translation>
  </message>
  <message>
   <source>right thigh</source>
   <translation>rechter Oberschenkel</translation>
  </message>
  <message>
   <source>right toe</source>
   <translation>rechter Fußballen</translation>
  </message>
  <message>
   <source>right upper arm</source>
   <translation>rechter Oberarm</translation>
  </message>
  <message>
   <source>right wrist</source>
   <translation>rechtes Handgelenk</translation>
  </message>
  <message>
   <source>see an alternative in 3D, choose it, compare it with the chosen one</source>
   <translation>zeigt eine Alternative in 3D, wählt sie, vergleicht sie mit der gewählten</translation>
  </message>
  <message>
   <source>see how sure the detector was of it, and its heatmap alone</source>
   <translation>zeigt, wie sicher der Detektor war, und nur seine Heatmap</translation>
  </message>
  <message>
   <source>select a range of frames</source>
   <translation>wählt einen Bereich von Frames</translation>
  </message>
  <message>
   <source>select several keypoints</source>
   <translation>wählt mehrere Keypoints</translation>
  </message>
  <message>
   <source>selected: {frames}</source>
   <translation>gewählt: {frames}</translation>
  </message>
  <message>
   <source>shin</source>
   <translation>Unterschenkel</translation>
  </message>
  <message>
   <source>shoulder</source>
   <translation>Schulter</translation>
  </message>
  <message>
   <source>sides swapped</source>
   <translation>Seiten getauscht</translation>
  </message>
  <message>
   <source>sitting</source>
   <translation>sitzend</translation>
  </message>
  <message>
   <source>small</source>
   <translation>klein</translation>
  </message>
  <message>
   <source>small differences</source>
   <translation>kleine Unterschiede</translation>
  </message>
  <message>
   <source>spine</source>
   <translation>Wirbelsäule</translation>
  </message>
  <message>
   <source>standing</source>
   <translation>stehend</translation>
  </message>
  <message>
   <source>statistics of keypoint labels for the lifters</source>
   <translation>Statistik von Keypoint-Annotationen für die Lifter</translation>
  </message>
  <message>
   <source>sure</source>
   <translation>sicher</translation>
  </message>
  <message>
   <source>the denoising steps of these poses were not recorded: release the joint first</source>
   <translation>die Entrauschungsschritte dieser Posen wurden nicht aufgezeichnet: zuerst das Gelenk loslassen</translation>
  </message>
  <message>
   <source>the detector was less than half sure of it</source>
   <translation>der Detektor war sich dabei weniger als zur Hälfte sicher</translation>
  </message>
  <message>
   <source>the file does not say where view 2's camera stands: choose a calibration that does, or let it be found from the pose</source>
   <translation>die Datei sagt nicht, wo die Kamera von Ansicht 2 steht: eine Kalibrierung mit Position wählen oder sie aus der Pose bestimmen lassen</translation>
  </message>
  <message>
   <source>the joint is pinned in 3D</source>
   <translation>das Gelenk ist in 3D angepinnt</translation>
  </message>
  <message>
   <source>the keypoints of these frames are unsure; U goes to the next</source>
   <translation>die Keypoints dieser Frames sind unsicher; U geht zum nächsten</translation>
  </message>
  <message>
   <source>the keypoints there are unsure, or the person is lost</source>
   <translation>die Keypoints sind dort unsicher, oder die Person ist verloren</translation>
  </message>
  <message>
   <source>the libraries that PoseStudio stands on</source>
   <translation>die Bibliotheken, auf denen PoseStudio aufbaut</translation>
  </message>
  <message>
   <source>the most likely</source>
   <translation>wahrscheinlichste</translation>
  </message>
  <message>
   <source>the person is not seen</source>
   <translation>die Person ist nicht zu sehen</translation>
  </message>
  <message>
   <source>the person's own left and right side</source>
   <translation>die eigene linke und rechte Seite der Person</translation>
  </message>
  <message>
   <source>the place of view 1's camera is not known, so that of view 2 says nothing: choose the cameras of both, or let view 2's be found from the pose</source>
   <translation>der Ort der Kamera von Ansicht 1 ist nicht bekannt, daher sagt der von Ansicht 2 nichts: beide Kameras wählen oder die von Ansicht 2 aus der Pose bestimmen lassen</translation>
  </message>
  <message>
   <source>the rest of the body is free</source>
   <translation>der Rest des Körpers ist frei</translation>
  </message>
  <message>
   <source>the rest stays where it can; with Shift only up and down, with Ctrl horizontally</source>
   <translation>der Rest bleibt, wo er kann; mit Umschalt nur auf und ab, mit Strg waagerecht</translation>
  </message>
  <message numerus="yes">
   <source>there are %n views already, the most that can be open</source>
   <translation>
    <numerusform>es ist schon %n Ansicht offen, mehr geht nicht</numerusform>
    <numerusform>es sind schon %n Ansichten offen, mehr geht nicht</numerusform>
   </translation>
  </message>
  <message>
   <source>there are no 3D poses to export yet</source>
   <translation>es gibt noch keine 3D-Posen zum Exportieren</translation>
  </message>
  <message>
   <source>thigh</source>
   <translation>Oberschenkel</translation>
  </message>
  <message>
   <source>to</source>
   <translation>bis</translation>
  </message>
  <message>
   <source>toe</source>
   <translation>Fußballen</translation>
  </message>
  <message>
   <source>too long for this body</source>
   <translation>zu lang für diesen Körper</translation>
  </message>
  <message>
   <source>too short for this body</source>
   <translation>zu kurz für diesen Körper</translation>
  </message>
  <message>
   <source>training</source>
   <translation>Training</translation>
  </message>
  <message>
   <source>turn the joint, at the hips the figure; with Ctrl by 15° steps</source>
   <translation>dreht das Gelenk, an der Hüfte die Figur; mit Strg in 15°-Schritten</translation>
  </message>
  <message>
   <source>unsure</source>
   <translation>unsicher</translation>
  </message>
  <message>
   <source>upper arm</source>
   <translation>Oberarm</translation>
  </message>
  <message>
   <source>validation</source>
   <translation>Validierung</translation>
  </message>
  <message>
   <source>velocity (flow matching)</source>
   <translation>Geschwindigkeit (Flow Matching)</translation>
  </message>
  <message>
   <source>video</source>
   <translation>Video</translation>
  </message>
  <message>
   <source>video, {width} x {height} pixels</source>
   <translation>Video, {width} x {height} Pixel</translation>
  </message>
  <message>
   <source>view {number}: {problem}</source>
   <translation>Ansicht {number}: {problem}</translation>
  </message>
  <message>
   <source>visible</source>
   <translation>sichtbar</translation>
  </message>
  <message>
   <source>web page</source>
   <translation>Webseite</translation>
  </message>
  <message>
   <source>weights</source>
   <translation>Gewichte</translation>
  </message>
  <message>
   <source>what was being edited</source>
   <translation>das zuletzt Bearbeitete</translation>
  </message>
  <message>
   <source>where the detector sees a joint; none of those placed by hand</source>
   <translation>wo der Detektor ein Gelenk sieht; keines für von Hand gesetzte</translation>
  </message>
  <message>
   <source>where the training of the keypoint detector began</source>
   <translation>womit das Training des Keypoint-Detektors begann</translation>
  </message>
  <message>
   <source>wrist</source>
   <translation>Handgelenk</translation>
  </message>
  <message>
   <source>x and y in pixels of the picture</source>
   <translation>x und y in Bildpixeln</translation>
  </message>
  <message>
   <source>zoom to the pointer</source>
   <translation>zoomt zum Zeiger</translation>
  </message>
  <message>
   <source>zoom to the pointer, scroll; double-click the ruler to see all</source>
   <translation>zoomt zum Zeiger, scrollt; Doppelklick aufs Lineal zeigt alles</translation>
  </message>
  <message>
   <source>{answer}, {percent} %</source>
   <translation>{answer}, {percent} %</translation>
  </message>
  <message>
   <source>{answer}? {share} likely. Right-click to choose.</source>
   <translation>{answer}? Zu {share} wahrscheinlich. Rechtsklick zum Wählen.</translation>
  </message>
  <message>
   <source>{bone}: where it points, on the front of the sphere and on its back. The person's left is on the right in front, on the left behind; right limbs are mirrored.</source>
   <translation>{bone}: Richtung auf Vorder- und Rückseite der Kugel. Links der Person liegt vorn rechts, hinten links; rechte Gliedmaßen sind gespiegelt.</translation>
  </message>
  <message>
   <source>{count} (there are more)</source>
   <translation>{count} (es gibt mehr)</translation>
  </message>
  <message>
   <source>{count} of {all} poses have a bone beyond the joint limits of the training data.</source>
   <translation>{count} von {all} Posen haben einen Knochen jenseits der Gelenkgrenzen der Trainingsdaten.</translation>
  </message>
  <message>
   <source>{count} people found in {name}</source>
   <translation>{count} Personen in {name} gefunden</translation>
  </message>
  <message>
   <source>{count} people found in {picture}</source>
   <translation>{count} Personen in {picture} gefunden</translation>
  </message>
  <message>
   <source>{degrees}° beyond its range</source>
   <translation>{degrees}° über die Grenze hinaus</translation>
  </message>
  <message>
   <source>{device}, {number} GB</source>
   <translation>{device}, {number} GB</translation>
  </message>
  <message>
   <source>{done} of {all} frames searched for people. D searches the rest; the motion is solved after that.</source>
   <translation>{done} von {all} Frames nach Personen durchsucht. D durchsucht den Rest; danach wird die Bewegung berechnet.</translation>
  </message>
  <message>
   <source>{edit} in view {number}</source>
   <translation>{edit} in Ansicht {number}</translation>
  </message>
  <message>
   <source>{edit}: camera as the file says</source>
   <translation>{edit}: Kamera laut Datei</translation>
  </message>
  <message>
   <source>{edit}: its camera is found</source>
   <translation>{edit}: Kamera wird bestimmt</translation>
  </message>
  <message>
   <source>{height} lines</source>
   <translation>{height} Zeilen</translation>
  </message>
  <message>
   <source>{joint} beyond its range</source>
   <translation>{joint} über die Grenze hinaus</translation>
  </message>
  <message>
   <source>{joint} {degrees}° beyond its range</source>
   <translation>{joint} {degrees}° über die Grenze hinaus</translation>
  </message>
  <message>
   <source>{joint}, found: {sure}</source>
   <translation>{joint}, gefunden: {sure}</translation>
  </message>
  <message>
   <source>{joint}, placed by hand</source>
   <translation>{joint}, von Hand gesetzt</translation>
  </message>
  <message>
   <source>{joint}: click it, then drag its handle; right-click for its menu</source>
   <translation>{joint}: anklicken, dann am Griff ziehen; Rechtsklick öffnet das Menü</translation>
  </message>
  <message>
   <source>{keys} belongs to {command}; remove it there first</source>
   <translation>{keys} gehört zu „{command}“; dort zuerst entfernen</translation>
  </message>
  <message>
   <source>{known} of 17</source>
   <translation>{known} von 17</translation>
  </message>
  <message>
   <source>{letter} {percent} %</source>
   <translation>{letter} {percent} %</translation>
  </message>
  <message>
   <source>{letter}, {share} of the poses</source>
   <translation>{letter}, {share} der Posen</translation>
  </message>
  <message>
   <source>{millimetres} mm (full frame), {degrees}° vertical field of view</source>
   <translation>{millimetres} mm (Vollformat), {degrees}° vertikaler Bildwinkel</translation>
  </message>
  <message>
   <source>{names}: expected a picture, its keypoint file, or one of each</source>
   <translation>{names}: Erwartet wird ein Bild, seine Keypoint-Datei oder je eines davon</translation>
  </message>
  <message>
   <source>{name} already exists. Replace it?</source>
   <translation>{name} existiert bereits. Ersetzen?</translation>
  </message>
  <message>
   <source>{name} cannot be started</source>
   <translation>{name} kann nicht gestartet werden</translation>
  </message>
  <message>
   <source>{name} does not say in which order its keypoints are.</source>
   <translation>{name} sagt nicht, in welcher Reihenfolge seine Keypoints sind.</translation>
  </message>
  <message>
   <source>{name} gives keypoints as fractions of the picture, and not its size.</source>
   <translation>{name} gibt Keypoints als Bruchteile des Bildes an, aber nicht dessen Größe.</translation>
  </message>
  <message>
   <source>{name} has been changed on disk since it was opened here, by another window or program. Overwrite those changes?</source>
   <translation>{name} wurde seit dem Öffnen von einem anderen Fenster oder Programm geändert. Diese Änderungen überschreiben?</translation>
  </message>
  <message>
   <source>{name} has been edited, and is not saved as a project.</source>
   <translation>{name} wurde bearbeitet und ist nicht als Projekt gesichert.</translation>
  </message>
  <message>
   <source>{name} has changed on disk.</source>
   <translation>{name} hat sich auf der Festplatte geändert.</translation>
  </message>
  <message>
   <source>{name} is missing: people are found in its frames.</source>
   <translation>{name} fehlt: Personen werden in seinen Frames gefunden.</translation>
  </message>
  <message>
   <source>{name} is not a file PoseStudio can open</source>
   <translation>{name} kann PoseStudio nicht öffnen</translation>
  </message>
  <message>
   <source>{name} is not a file that PoseStudio can open. Supported: {endings}</source>
   <translation>{name} ist keine Datei, die PoseStudio öffnen kann. Unterstützt: {endings}</translation>
  </message>
  <message>
   <source>{name} was deleted.</source>
   <translation>{name} wurde gelöscht.</translation>
  </message>
  <message>
   <source>{name} was not opened</source>
   <translation>{name} wurde nicht geöffnet</translation>
  </message>
  <message>
   <source>{name} was not opened: another file was opened first</source>
   <translation>{name} wurde nicht geöffnet: Eine andere Datei wurde zuerst geöffnet</translation>
  </message>
  <message>
   <source>{name} was not written</source>
   <translation>{name} wurde nicht geschrieben</translation>
  </message>
  <message>
   <source>{name}, frame {frame} of {frames}</source>
   <translation>{name}, Frame {frame} von {frames}</translation>
  </message>
  <message numerus="yes">
   <source>{name}: %n cameras</source>
   <translation>
    <numerusform>{name}: %n Kamera</numerusform>
    <numerusform>{name}: %n Kameras</numerusform>
   </translation>
  </message>
  <message>
   <source>{name}: expected at least one frame of motion</source>
   <translation>{name}: Erwartet wird mindestens ein Frame Bewegung</translation>
  </message>
  <message>
   <source>{name}: expected the keypoints of at least one person</source>
   <translation>{name}: Erwartet werden die Keypoints mindestens einer Person</translation>
  </message>
  <message>
   <source>{name}: not the picture of {width} x {height} any more</source>
   <translation>{name}: nicht mehr das Bild von {width} x {height}</translation>
  </message>
  <message>
   <source>{name}: {what}; a further view is a picture, or the keypoints of one, of the same moment</source>
   <translation>{name}: {what}; eine weitere Ansicht ist ein Bild desselben Moments oder dessen Keypoints</translation>
  </message>
  <message>
   <source>{number} h</source>
   <translation>{number} h</translation>
  </message>
  <message>
   <source>{number} min</source>
   <translation>{number} min</translation>
  </message>
  <message>
   <source>{number} s</source>
   <translation>{number} s</translation>
  </message>
  <message>
   <source>{path} is not a file of this kind: {kind}</source>
   <translation>{path} ist keine Datei dieser Art: {kind}</translation>
  </message>
  <message>
   <source>{path}: cannot be read: {problem}</source>
   <translation>{path}: nicht lesbar: {problem}</translation>
  </message>
  <message>
   <source>{path}: expected a name ending in .png or .jpg</source>
   <translation>{path}: Der Name muss auf .png oder .jpg enden</translation>
  </message>
  <message>
   <source>{path}: expected a picture to place behind the keypoints</source>
   <translation>{path}: Erwartet wird ein Bild für den Hintergrund der Keypoints</translation>
  </message>
  <message>
   <source>{path}: expected a picture, or the keypoints of one</source>
   <translation>{path}: Erwartet wird ein Bild oder dessen Keypoints</translation>
  </message>
  <message>
   <source>{path}: not a picture that can be read{kinds}</source>
   <translation>{path}: kein lesbares Bild{kinds}</translation>
  </message>
  <message>
   <source>{path}: not a video that can be read</source>
   <translation>{path}: kein lesbares Video</translation>
  </message>
  <message>
   <source>{path}: not saved: {problem}</source>
   <translation>{path}: nicht gesichert: {problem}</translation>
  </message>
  <message>
   <source>{path}: the picture is damaged: {problem}</source>
   <translation>{path}: Das Bild ist beschädigt: {problem}</translation>
  </message>
  <message>
   <source>{path}: there is not enough memory for this picture</source>
   <translation>{path}: Der Speicher reicht für dieses Bild nicht aus</translation>
  </message>
  <message>
   <source>{path}: there is such a file already; choose another name</source>
   <translation>{path}: Diese Datei gibt es schon; einen anderen Namen wählen</translation>
  </message>
  <message>
   <source>{percent} %</source>
   <translation>{percent} %</translation>
  </message>
  <message>
   <source>{percent} % of the sampled poses</source>
   <translation>{percent} % der gesampelten Posen</translation>
  </message>
  <message>
   <source>{project} names files outside its folder: {names}</source>
   <translation>{project} nennt Dateien außerhalb seines Ordners: {names}</translation>
  </message>
  <message>
   <source>{project}: problem with its {kind} {name}: {why}</source>
   <translation>{project}: Problem mit {kind} {name}: {why}</translation>
  </message>
  <message>
   <source>{seconds} s at {fps} frames per second</source>
   <translation>{seconds} s bei {fps} Frames pro Sekunde</translation>
  </message>
  <message numerus="yes">
   <source>{shown} of %n files</source>
   <translation>
    <numerusform>{shown} von %n Datei</numerusform>
    <numerusform>{shown} von %n Dateien</numerusform>
   </translation>
  </message>
  <message>
   <source>{step} of {steps} steps of {batch} poses, synthetic poses {share}</source>
   <translation>{step} von {steps} Schritten mit {batch} Posen, synthetische Posen {share}</translation>
  </message>
  <message>
   <source>{title} is not finished. Stop it and close?</source>
   <translation>{title} ist nicht fertig. Abbrechen und schließen?</translation>
  </message>
  <message>
   <source>{unit}, {axis} up</source>
   <translation>{unit}, {axis} oben</translation>
  </message>
  <message>
   <source>{view}, grid of 1 m</source>
   <translation>{view}, Raster 1 m</translation>
  </message>
  <message>
   <source>{what}: the first number must not be above the second.</source>
   <translation>{what}: Die erste Zahl darf nicht größer als die zweite sein.</translation>
  </message>
  <message>
   <source>{who}: {count} of 17 keypoints detected</source>
   <translation>{who}: {count} von 17 Keypoints erkannt</translation>
  </message>
  <message>
   <source>{who}: {known} of 17 keypoints</source>
   <translation>{who}: {known} von 17 Keypoints</translation>
  </message>
  <message>
   <source>{width} x {height} pixels</source>
   <translation>{width} x {height} Pixel</translation>
  </message>
  <message>
   <source>±{across} cm, in depth ±{depth} cm</source>
   <translation>±{across} cm, Tiefe ±{depth} cm</translation>
  </message>
 </context>
</TS>
