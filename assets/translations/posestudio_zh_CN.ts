<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>PoseStudio</name>
  <message>
   <source> per second</source>
   <translation> 每秒</translation>
  </message>
  <message numerus="yes">
   <source>%n clusters: {shares}</source>
   <translation>
    <numerusform>%n 个聚类：{shares}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n different poses fit the picture</source>
   <translation>
    <numerusform>有 %n 种不同姿态符合图像</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n files</source>
   <translation>
    <numerusform>%n 个文件</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n files of the library are no poses: {what}</source>
   <translation>
    <numerusform>资源库中有 %n 个文件不是姿态：{what}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n frames</source>
   <translation>
    <numerusform>%n 帧</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n frames are unsure: they are red in the timeline. U goes from one to the next.</source>
   <translation>
    <numerusform>%n 帧不确定：它们在时间轴上显示为红色，按 U 逐一查看。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n joints</source>
   <translation>
    <numerusform>%n 个关节</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n minutes</source>
   <translation>
    <numerusform>%n 分钟</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n more after it.</source>
   <translation>
    <numerusform>之后还有 %n 个。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n near-duplicates left out</source>
   <translation>
    <numerusform>已略去 %n 个近似重复项</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n of {all} clips contain no usable poses.</source>
   <translation>
    <numerusform>{all} 个片段中有 %n 个没有可用的姿态。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n of {all} keypoints: the rest of the pose is a guess.
Drag the faint rings to their places, or right-click to add a keypoint.</source>
   <translation>
    <numerusform>{all} 个关键点中只有 %n 个：其余姿态为推测。
请将浅色圆环拖到正确位置，或右键添加关键点。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n people</source>
   <translation>
    <numerusform>%n 人</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses</source>
   <translation>
    <numerusform>%n 个姿态</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses from the file</source>
   <translation>
    <numerusform>来自文件的 %n 个姿态</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses in {time} s</source>
   <translation>
    <numerusform>%n 个姿态，用时 {time} 秒</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%n poses were added.</source>
   <translation>
    <numerusform>已添加 %n 个姿态。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>(and %n more)</source>
   <translation>
    <numerusform>（还有 %n 项）</numerusform>
   </translation>
  </message>
  <message>
   <source>(none: interpolated)</source>
   <translation>（无：插值）</translation>
  </message>
  <message>
   <source>+10 frames</source>
   <translation>+10 帧</translation>
  </message>
  <message>
   <source>+10 steps</source>
   <translation>+10 步</translation>
  </message>
  <message>
   <source>-10 frames</source>
   <translation>-10 帧</translation>
  </message>
  <message>
   <source>-10 steps</source>
   <translation>-10 步</translation>
  </message>
  <message>
   <source>1 person found in {name}</source>
   <translation>在 {name} 中找到 1 人</translation>
  </message>
  <message>
   <source>13, 135, salsa; or every tenth subject</source>
   <translation>13, 135, salsa；默认每十个对象取一个</translation>
  </message>
  <message>
   <source>2D keypoints</source>
   <translation>2D 关键点</translation>
  </message>
  <message>
   <source>2D points that lie where the camera's lens shows nothing are taken as missing.</source>
   <translation>位于镜头成像范围外的 2D 点视为缺失。</translation>
  </message>
  <message>
   <source>3D poses</source>
   <translation>3D 姿态</translation>
  </message>
  <message>
   <source>3D view</source>
   <translation>3D 视图</translation>
  </message>
  <message>
   <source>3D view: {name}</source>
   <translation>3D 视图：{name}</translation>
  </message>
  <message>
   <source>3D: Alt+drag a handle</source>
   <translation>3D：Alt+拖动控制点</translation>
  </message>
  <message>
   <source>3D: arrow keys</source>
   <translation>3D：方向键</translation>
  </message>
  <message>
   <source>3D: click a body</source>
   <translation>3D：单击人体</translation>
  </message>
  <message>
   <source>3D: click a handle, drag a ring</source>
   <translation>3D：单击控制点，拖动圆环</translation>
  </message>
  <message>
   <source>3D: click a selected handle</source>
   <translation>3D：单击已选控制点</translation>
  </message>
  <message>
   <source>3D: drag a handle</source>
   <translation>3D：拖动控制点</translation>
  </message>
  <message>
   <source>3D: drag the handle of the camera</source>
   <translation>3D：拖动相机控制点</translation>
  </message>
  <message>
   <source>3D: drag, right drag, wheel</source>
   <translation>3D：拖动、右键拖动、滚轮</translation>
  </message>
  <message>
   <source>3D: right-click</source>
   <translation>3D：右键单击</translation>
  </message>
  <message>
   <source>3D: right-click a handle</source>
   <translation>3D：右键单击控制点</translation>
  </message>
  <message>
   <source>&lt;b&gt;A motion has frames.&lt;/b&gt; Space plays them. A keypoint that you drag in one frame becomes a key, and the motion follows around it.</source>
   <translation>&lt;b&gt;动作由帧组成。&lt;/b&gt;按空格键播放。在某一帧拖动关键点，该帧就成为关键帧，前后的动作随之调整。</translation>
  </message>
  <message>
   <source>&lt;b&gt;Drag a keypoint that is wrong.&lt;/b&gt; The 3D poses follow your hand. Any photograph or video can be dropped on the window: the people in it are found.</source>
   <translation>&lt;b&gt;拖动有误的关键点。&lt;/b&gt;3D 姿态随手变化。任何照片或视频都可拖入窗口，即可找到其中的人物。</translation>
  </message>
  <message>
   <source>&lt;b&gt;Look around, and pose in 3D.&lt;/b&gt; Drag to turn the view, turn the wheel to come closer. E shows handles on the joints, to pull them.</source>
   <translation>&lt;b&gt;环视并在 3D 中摆姿势。&lt;/b&gt;拖动可旋转视图，滚轮可拉近。按 E 在关节上显示控制点，即可拖拉。</translation>
  </message>
  <message>
   <source>&lt;b&gt;One picture, several poses.&lt;/b&gt; Each card is a pose that explains the same keypoints, and how likely it is. Point at a card to see it, click it to choose it.</source>
   <translation>&lt;b&gt;一张图，多种姿态。&lt;/b&gt;每张卡片是一种符合这些关键点的姿态及其可能性。指向卡片可预览，单击即可选用。</translation>
  </message>
  <message>
   <source>&lt;b&gt;Take it with you.&lt;/b&gt; Export writes the pose or the motion for other programs. Ctrl+S saves the project, F1 lists all keys.</source>
   <translation>&lt;b&gt;带走成果。&lt;/b&gt;“导出”可将姿态或动作写出供其他程序使用。Ctrl+S 保存项目，F1 列出所有按键。</translation>
  </message>
  <message>
   <source>A dragged keypoint poses the body, with its bone lengths; otherwise the keypoint alone is corrected</source>
   <translation>拖动关键点时保持骨骼长度带动身体；否则只修正该关键点</translation>
  </message>
  <message>
   <source>A joint is assigned twice.</source>
   <translation>有关节被重复指定。</translation>
  </message>
  <message>
   <source>A network in training, and four pictures it was not trained on. Pale: the true poses.</source>
   <translation>训练中的网络，以及未参与训练的四张图像。浅色：真实姿态。</translation>
  </message>
  <message>
   <source>A photograph and the poses that explain it</source>
   <translation>一张照片及符合它的姿态</translation>
  </message>
  <message>
   <source>A picture of a runner: see every 3D pose that explains it</source>
   <translation>一张跑步者的图像：查看所有符合的 3D 姿态</translation>
  </message>
  <message>
   <source>A-pose</source>
   <translation>A 姿势</translation>
  </message>
  <message>
   <source>About PoseStudio</source>
   <translation>关于 PoseStudio</translation>
  </message>
  <message>
   <source>About {time} at {rate} steps per second, with {memory} MB of memory.</source>
   <translation>约 {time}，每秒 {rate} 步，占用内存 {memory} MB。</translation>
  </message>
  <message>
   <source>Accurate (Transformer)</source>
   <translation>精确（Transformer）</translation>
  </message>
  <message>
   <source>Add a person to the picture whose keypoints you move to their places</source>
   <translation>在图像中添加一个人，手动将其关键点移到位</translation>
  </message>
  <message>
   <source>Add a second view</source>
   <translation>添加第二视图</translation>
  </message>
  <message>
   <source>Add a second view...</source>
   <translation>添加第二视图...</translation>
  </message>
  <message>
   <source>Add as second view of this moment</source>
   <translation>添加为同一时刻的第二视图</translation>
  </message>
  <message>
   <source>Add feet, neck and head top</source>
   <translation>添加脚、颈和头顶</translation>
  </message>
  <message>
   <source>Add files...</source>
   <translation>添加文件...</translation>
  </message>
  <message>
   <source>Add folder</source>
   <translation>添加文件夹</translation>
  </message>
  <message>
   <source>Add folder to the library</source>
   <translation>将文件夹添加到资源库</translation>
  </message>
  <message>
   <source>Add folder...</source>
   <translation>添加文件夹...</translation>
  </message>
  <message>
   <source>Add folders to the library</source>
   <translation>将文件夹添加到资源库</translation>
  </message>
  <message>
   <source>Add keypoint here</source>
   <translation>在此添加关键点</translation>
  </message>
  <message>
   <source>Add person</source>
   <translation>添加人物</translation>
  </message>
  <message>
   <source>Add person (draw box)</source>
   <translation>添加人物（画框）</translation>
  </message>
  <message>
   <source>Add person by hand</source>
   <translation>手动添加人物</translation>
  </message>
  <message>
   <source>Add the starter poses again</source>
   <translation>重新添加初始姿态</translation>
  </message>
  <message>
   <source>Add those of the selected pose, to drag</source>
   <translation>添加所选姿态的这些点，以便拖动</translation>
  </message>
  <message>
   <source>Add {name} as a view</source>
   <translation>将 {name} 添加为视图</translation>
  </message>
  <message>
   <source>Advanced</source>
   <translation>高级</translation>
  </message>
  <message>
   <source>Aim camera</source>
   <translation>对准相机</translation>
  </message>
  <message>
   <source>Align at hips</source>
   <translation>髋部对齐</translation>
  </message>
  <message numerus="yes">
   <source>All %n clips read.</source>
   <translation>
    <numerusform>已读取全部 %n 个片段。</numerusform>
   </translation>
  </message>
  <message>
   <source>All files</source>
   <translation>所有文件</translation>
  </message>
  <message>
   <source>All motions with scores, uncertainty, keypoints and camera, for Python and other programs.</source>
   <translation>所有动作及评分、不确定度、关键点和相机，供 Python 和其他程序使用。</translation>
  </message>
  <message>
   <source>All sampled poses</source>
   <translation>所有采样姿态</translation>
  </message>
  <message>
   <source>All sampled poses are alike, but the keypoints are weak: check them.</source>
   <translation>所有采样姿态都很相似，但关键点置信度低，请检查。</translation>
  </message>
  <message>
   <source>All sampled poses as lines</source>
   <translation>以线条显示所有采样姿态</translation>
  </message>
  <message>
   <source>All sampled poses with scores, keypoints and camera, for Python and other programs.</source>
   <translation>所有采样姿态及评分、关键点和相机，供 Python 和其他程序使用。</translation>
  </message>
  <message>
   <source>All that PoseStudio reads</source>
   <translation>PoseStudio 可读取的所有文件</translation>
  </message>
  <message>
   <source>Alt+drag a keypoint</source>
   <translation>Alt+拖动关键点</translation>
  </message>
  <message>
   <source>Alt+drag beside keypoints</source>
   <translation>在关键点旁 Alt+拖动</translation>
  </message>
  <message>
   <source>Alternative {name}: click to choose it; right-click for its menu</source>
   <translation>备选 {name}：单击选用，右键打开菜单</translation>
  </message>
  <message>
   <source>Alternatives</source>
   <translation>备选姿态</translation>
  </message>
  <message>
   <source>Alternatives of {who}</source>
   <translation>{who}的备选姿态</translation>
  </message>
  <message>
   <source>An hour</source>
   <translation>一小时</translation>
  </message>
  <message>
   <source>Angle about the line of sight</source>
   <translation>绕视线方向的角度</translation>
  </message>
  <message>
   <source>Angle around the person; 0 is the front, positive is towards the person's left</source>
   <translation>绕人物的角度；0 为正面，正值朝向人物左侧</translation>
  </message>
  <message>
   <source>Angle of view; positive from above, negative from below</source>
   <translation>俯仰角；正值从上方看，负值从下方看</translation>
  </message>
  <message>
   <source>Annealed (stochastic)</source>
   <translation>退火（随机）</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>外观</translation>
  </message>
  <message>
   <source>Apple GPU (Metal)</source>
   <translation>Apple GPU (Metal)</translation>
  </message>
  <message>
   <source>Apply</source>
   <translation>应用</translation>
  </message>
  <message>
   <source>Apply pose</source>
   <translation>应用姿态</translation>
  </message>
  <message>
   <source>Apply pose {name}</source>
   <translation>应用姿态 {name}</translation>
  </message>
  <message>
   <source>Arrow keys</source>
   <translation>方向键</translation>
  </message>
  <message>
   <source>As a camera or calibration file says</source>
   <translation>按相机或标定文件</translation>
  </message>
  <message>
   <source>As it is</source>
   <translation>保持不变</translation>
  </message>
  <message>
   <source>As it is ({fps} per second)</source>
   <translation>保持不变（每秒 {fps}）</translation>
  </message>
  <message>
   <source>As the photograph's file says (EXIF)</source>
   <translation>按照片文件信息（EXIF）</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>跟随系统</translation>
  </message>
  <message>
   <source>Assign other keys to commands</source>
   <translation>为命令指定其他按键</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>自动</translation>
  </message>
  <message>
   <source>Automatic, from the clip</source>
   <translation>自动（取自片段）</translation>
  </message>
  <message>
   <source>Autosave</source>
   <translation>自动保存</translation>
  </message>
  <message>
   <source>Azimuth</source>
   <translation>方位角</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>返回</translation>
  </message>
  <message>
   <source>Back to the alternatives (Esc)</source>
   <translation>返回备选姿态 (Esc)</translation>
  </message>
  <message>
   <source>Batch</source>
   <translation>批大小</translation>
  </message>
  <message>
   <source>Best score (mm)</source>
   <translation>最佳分数 (mm)</translation>
  </message>
  <message>
   <source>Blend</source>
   <translation>混合</translation>
  </message>
  <message>
   <source>Blend with the selected pose</source>
   <translation>与所选姿态混合</translation>
  </message>
  <message>
   <source>Blend with {name}</source>
   <translation>与 {name} 混合</translation>
  </message>
  <message>
   <source>Blue and orange</source>
   <translation>蓝色和橙色</translation>
  </message>
  <message>
   <source>Blue dashes</source>
   <translation>蓝色虚线</translation>
  </message>
  <message>
   <source>Body</source>
   <translation>人体</translation>
  </message>
  <message>
   <source>Bottom</source>
   <translation>底视图</translation>
  </message>
  <message>
   <source>Box</source>
   <translation>边框</translation>
  </message>
  <message>
   <source>Brief or doubtful ones left out: {count}</source>
   <translation>已略去短暂或可疑的：{count}</translation>
  </message>
  <message>
   <source>Browse...</source>
   <translation>浏览...</translation>
  </message>
  <message>
   <source>Camera</source>
   <translation>相机</translation>
  </message>
  <message>
   <source>Camera assumed: level, {degrees}° vertical field of view</source>
   <translation>假定相机：水平，垂直视场角 {degrees}°</translation>
  </message>
  <message>
   <source>Camera of the second view</source>
   <translation>第二视图的相机</translation>
  </message>
  <message>
   <source>Camera of the second view...</source>
   <translation>第二视图的相机...</translation>
  </message>
  <message>
   <source>Camera of view {number}</source>
   <translation>视图 {number} 的相机</translation>
  </message>
  <message>
   <source>Camera pitch</source>
   <translation>相机俯仰</translation>
  </message>
  <message>
   <source>Camera to the view</source>
   <translation>相机移到视图</translation>
  </message>
  <message>
   <source>Camera view</source>
   <translation>相机视图</translation>
  </message>
  <message>
   <source>Camera: azimuth</source>
   <translation>相机：方位角</translation>
  </message>
  <message>
   <source>Camera: distance</source>
   <translation>相机：距离</translation>
  </message>
  <message>
   <source>Camera: elevation</source>
   <translation>相机：仰角</translation>
  </message>
  <message>
   <source>Camera: field of view</source>
   <translation>相机：视场角</translation>
  </message>
  <message>
   <source>Camera: roll</source>
   <translation>相机：滚转</translation>
  </message>
  <message>
   <source>Cameras and calibrations</source>
   <translation>相机和标定</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Capsules</source>
   <translation>胶囊体</translation>
  </message>
  <message>
   <source>Cards: point, click, Ctrl+click</source>
   <translation>卡片：指向、单击、Ctrl+单击</translation>
  </message>
  <message>
   <source>Centimetres</source>
   <translation>厘米</translation>
  </message>
  <message>
   <source>Change preferences</source>
   <translation>更改首选项</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>选择</translation>
  </message>
  <message>
   <source>Choose a file first.</source>
   <translation>请先选择文件。</translation>
  </message>
  <message>
   <source>Choose a folder for the run.</source>
   <translation>请为本次训练选择文件夹。</translation>
  </message>
  <message>
   <source>Choose a menu by the arrow keys</source>
   <translation>用方向键选择菜单</translation>
  </message>
  <message>
   <source>Choose data first.</source>
   <translation>请先选择数据。</translation>
  </message>
  <message>
   <source>Choose file...</source>
   <translation>选择文件...</translation>
  </message>
  <message>
   <source>Choose it, or let it be found from the pose</source>
   <translation>选择相机，或由姿态推算</translation>
  </message>
  <message>
   <source>Choose the best</source>
   <translation>选用最佳</translation>
  </message>
  <message>
   <source>Choose the camera file</source>
   <translation>选择相机文件</translation>
  </message>
  <message>
   <source>Choose the first of all poses: the middle one of the most frequent alternative</source>
   <translation>选用第一个姿态：最常见备选的中心姿态</translation>
  </message>
  <message>
   <source>Choose the pose of the alternative before</source>
   <translation>选择上一个备选姿态</translation>
  </message>
  <message>
   <source>Choose the pose of the next alternative</source>
   <translation>选择下一个备选姿态</translation>
  </message>
  <message>
   <source>Clear in and out</source>
   <translation>清除入点和出点</translation>
  </message>
  <message>
   <source>Clear pins</source>
   <translation>清除固定</translation>
  </message>
  <message>
   <source>Click another person or their box</source>
   <translation>单击其他人物或其边框</translation>
  </message>
  <message>
   <source>Click here, then press D to find everybody in this picture, or Ctrl+B to drag a box around one person.</source>
   <translation>单击此处，然后按 D 检测图像中的所有人，或按 Ctrl+B 框选一个人。</translation>
  </message>
  <message>
   <source>Click here, then press Shift+N to place a person by hand.</source>
   <translation>单击此处，然后按 Shift+N 手动放置人物。</translation>
  </message>
  <message>
   <source>Click to choose this pose, Ctrl+click to compare it with the chosen one.</source>
   <translation>单击选用此姿态，Ctrl+单击与已选姿态比较。</translation>
  </message>
  <message>
   <source>Clip</source>
   <translation>片段</translation>
  </message>
  <message>
   <source>Clips</source>
   <translation>片段</translation>
  </message>
  <message>
   <source>Clips and poses (*.bvh *.npz)</source>
   <translation>片段和姿态 (*.bvh *.npz)</translation>
  </message>
  <message>
   <source>Clips, videos, pictures and keypoint files of your folders. Add a folder, or drop one here.</source>
   <translation>您文件夹中的片段、视频、图片和关键点文件。请添加文件夹，或拖放到此处。</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Close the second view; the first stays open</source>
   <translation>关闭第二视图；第一视图保持打开</translation>
  </message>
  <message>
   <source>Close the studio</source>
   <translation>退出程序</translation>
  </message>
  <message>
   <source>Close this panel; the menu View &gt; Panels opens it again</source>
   <translation>关闭此面板；可从“视图 &gt; 面板”重新打开</translation>
  </message>
  <message>
   <source>Close what is open; the start page is shown then</source>
   <translation>关闭当前内容并显示起始页</translation>
  </message>
  <message>
   <source>Cluster</source>
   <translation>聚类</translation>
  </message>
  <message>
   <source>Colour</source>
   <translation>颜色</translation>
  </message>
  <message>
   <source>Colours and marks</source>
   <translation>颜色与标记</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>命令</translation>
  </message>
  <message>
   <source>Command palette...</source>
   <translation>命令面板...</translation>
  </message>
  <message>
   <source>Compare</source>
   <translation>比较</translation>
  </message>
  <message>
   <source>Compare with the chosen one</source>
   <translation>与已选姿态比较</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>比较</translation>
  </message>
  <message>
   <source>Compared: {alternative}</source>
   <translation>比较：{alternative}</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>已复制</translation>
  </message>
  <message>
   <source>Copy 3D picture</source>
   <translation>复制 3D 图像</translation>
  </message>
  <message>
   <source>Copy key</source>
   <translation>复制关键帧</translation>
  </message>
  <message>
   <source>Copy pose</source>
   <translation>复制姿态</translation>
  </message>
  <message>
   <source>Copy report</source>
   <translation>复制报告</translation>
  </message>
  <message>
   <source>Copy the person's pose and keypoints</source>
   <translation>复制此人的姿态和关键点</translation>
  </message>
  <message>
   <source>Copy the selected keys, or that of this frame</source>
   <translation>复制所选关键帧或当前帧的关键帧</translation>
  </message>
  <message>
   <source>Copy versions</source>
   <translation>复制版本信息</translation>
  </message>
  <message>
   <source>Credits</source>
   <translation>致谢</translation>
  </message>
  <message>
   <source>Crouching</source>
   <translation>蹲伏</translation>
  </message>
  <message>
   <source>Ctrl+B, drag a box</source>
   <translation>Ctrl+B，拖出边框</translation>
  </message>
  <message>
   <source>Ctrl+click, drag a box</source>
   <translation>Ctrl+单击，拖出选框</translation>
  </message>
  <message>
   <source>D finds everybody in the picture; Ctrl+B, then a drag draws a box around one person.</source>
   <translation>按 D 检测图像中的所有人；按 Ctrl+B 后拖动可框选一个人。</translation>
  </message>
  <message>
   <source>DPM-Solver++ 2M</source>
   <translation>DPM-Solver++ 2M</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>深色</translation>
  </message>
  <message>
   <source>Data</source>
   <translation>数据</translation>
  </message>
  <message>
   <source>Data...</source>
   <translation>数据...</translation>
  </message>
  <message>
   <source>Decimetres</source>
   <translation>分米</translation>
  </message>
  <message>
   <source>Del</source>
   <translation>Del</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>删除</translation>
  </message>
  <message numerus="yes">
   <source>Delete %n keys</source>
   <translation>
    <numerusform>删除 %n 个关键帧</numerusform>
   </translation>
  </message>
  <message>
   <source>Delete key</source>
   <translation>删除关键帧</translation>
  </message>
  <message>
   <source>Delete person</source>
   <translation>删除人物</translation>
  </message>
  <message>
   <source>Delete person {number}</source>
   <translation>删除人物 {number}</translation>
  </message>
  <message>
   <source>Delete {who}</source>
   <translation>删除{who}</translation>
  </message>
  <message>
   <source>Denoised estimate x_0</source>
   <translation>去噪估计 x_0</translation>
  </message>
  <message>
   <source>Denoising</source>
   <translation>去噪</translation>
  </message>
  <message>
   <source>Denoising step</source>
   <translation>去噪步</translation>
  </message>
  <message>
   <source>Denoising steps</source>
   <translation>去噪步骤</translation>
  </message>
  <message>
   <source>Denoising steps appear here</source>
   <translation>去噪步骤显示在此处</translation>
  </message>
  <message>
   <source>Denoising, spread, joint limits and the sampler's settings</source>
   <translation>去噪、离散度、关节限制和采样器设置</translation>
  </message>
  <message>
   <source>Denoising: Space, arrows, Home, End</source>
   <translation>去噪：空格、方向键、Home、End</translation>
  </message>
  <message>
   <source>Detect</source>
   <translation>检测</translation>
  </message>
  <message>
   <source>Detect another person</source>
   <translation>检测另一人</translation>
  </message>
  <message>
   <source>Detect everybody</source>
   <translation>检测所有人</translation>
  </message>
  <message>
   <source>Detect keypoints</source>
   <translation>检测关键点</translation>
  </message>
  <message>
   <source>Detect the keypoints of the chosen person again, in their box; of everybody where nobody is chosen</source>
   <translation>在边框内重新检测所选人物的关键点；未选人物时检测所有人</translation>
  </message>
  <message>
   <source>Detect the people in the picture, or open its keypoint file.</source>
   <translation>检测图像中的人物，或打开其关键点文件。</translation>
  </message>
  <message>
   <source>Detect {who} again</source>
   <translation>重新检测{who}</translation>
  </message>
  <message>
   <source>Detecting keypoints in {picture}</source>
   <translation>正在检测 {picture} 中的关键点</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>设备</translation>
  </message>
  <message>
   <source>Device and threads change at the next start.</source>
   <translation>设备和线程数在下次启动时更改。</translation>
  </message>
  <message>
   <source>Directions that bones can have. Those of the poses found appear here as dots.</source>
   <translation>骨骼可能的方向。已求得姿态的方向在此显示为点。</translation>
  </message>
  <message>
   <source>Discard pose made by hand</source>
   <translation>丢弃手动姿态</translation>
  </message>
  <message>
   <source>Discard the run</source>
   <translation>丢弃此次训练</translation>
  </message>
  <message>
   <source>Discard...</source>
   <translation>丢弃...</translation>
  </message>
  <message>
   <source>Discarded.</source>
   <translation>已丢弃。</translation>
  </message>
  <message>
   <source>Discarded; other files in {run} are kept.</source>
   <translation>已丢弃；{run} 中的其他文件保留。</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Distance</source>
   <translation>距离</translation>
  </message>
  <message>
   <source>Distance from the point that the camera looks at</source>
   <translation>与相机注视点的距离</translation>
  </message>
  <message>
   <source>Do not draw the chosen pose, or draw it again</source>
   <translation>隐藏或重新显示所选姿态</translation>
  </message>
  <message>
   <source>Dock</source>
   <translation>停靠</translation>
  </message>
  <message>
   <source>Documentation</source>
   <translation>文档</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>完成</translation>
  </message>
  <message>
   <source>Done.</source>
   <translation>完成。</translation>
  </message>
  <message>
   <source>Drag a box around a person in the picture, to detect their keypoints as well</source>
   <translation>在图像中框选一个人，以便也检测其关键点</translation>
  </message>
  <message>
   <source>Drag a keypoint</source>
   <translation>拖动关键点</translation>
  </message>
  <message>
   <source>Drag a keypoint: the 3D poses follow. Right-click it for its menu.</source>
   <translation>拖动关键点：3D 姿态随之变化。右键单击可打开菜单。</translation>
  </message>
  <message>
   <source>Drag a person's keypoints, and see at once every 3D pose that explains them.</source>
   <translation>拖动人物的关键点，即刻看到所有符合的 3D 姿态。</translation>
  </message>
  <message>
   <source>Drag a wrong keypoint: the frame becomes a key, and the motion follows around it.</source>
   <translation>拖动有误的关键点：该帧成为关键帧，前后动作随之调整。</translation>
  </message>
  <message>
   <source>Drag it back, or choose another alternative.</source>
   <translation>请拖回，或选用其他备选。</translation>
  </message>
  <message>
   <source>Drag joints: the frame becomes a key</source>
   <translation>拖动关节：该帧成为关键帧</translation>
  </message>
  <message>
   <source>Drag keypoints, or joints in the 3D view, in two or more frames: the motion between is filled in.</source>
   <translation>在两帧或更多帧中拖动关键点或 3D 视图中的关节：中间的动作会自动补全。</translation>
  </message>
  <message>
   <source>Drag the box of a person, or its handle</source>
   <translation>拖动人物边框或其控制点</translation>
  </message>
  <message>
   <source>Draw a box around a person, or place one by hand.</source>
   <translation>框选一个人物，或手动放置。</translation>
  </message>
  <message>
   <source>Draw a box around the person: keypoints are detected in it.</source>
   <translation>框选人物：将在框内检测关键点。</translation>
  </message>
  <message>
   <source>Draw all alternatives with their hips in one place, or where each of them is, near or far</source>
   <translation>将所有备选姿态的髋部对齐显示，或显示在各自的远近位置</translation>
  </message>
  <message>
   <source>Draw bodies as mannequins</source>
   <translation>以人体模型显示</translation>
  </message>
  <message>
   <source>Draw bones as sticks</source>
   <translation>以骨架线显示骨骼</translation>
  </message>
  <message>
   <source>Draw each bone as a capsule</source>
   <translation>以胶囊体显示每根骨骼</translation>
  </message>
  <message>
   <source>Draw every sampled pose as lines, beside the alternatives</source>
   <translation>除备选姿态外，以线条显示所有采样姿态</translation>
  </message>
  <message>
   <source>Draw the 3D view without perspective, or with it again</source>
   <translation>切换 3D 视图的透视与正交</translation>
  </message>
  <message>
   <source>Draw the box over the picture: keypoints are detected in it.</source>
   <translation>在图像上画框：将在框内检测关键点。</translation>
  </message>
  <message>
   <source>Draw the chosen pose solid beside others, or stop that</source>
   <translation>将所选姿态以实体与其他姿态并列显示，或取消</translation>
  </message>
  <message>
   <source>Draw the paths of hands, feet and head from noise to pose</source>
   <translation>绘制手、脚和头从噪声到姿态的轨迹</translation>
  </message>
  <message>
   <source>Drop a video, a BVH clip, a keypoint file (COCO, OpenPose or MMPose JSON) or a picture here, or choose File &gt; Open.
File &gt; New: standing figure adds a person to edit.</source>
   <translation>将视频、BVH 片段、关键点文件（COCO、OpenPose 或 MMPose JSON）或图片拖到此处，或选择“文件 &gt; 打开”。
“文件 &gt; 新建：站立人体”可添加供编辑的人物。</translation>
  </message>
  <message>
   <source>Drop folders of BVH here, or a poses file.</source>
   <translation>将 BVH 文件夹或姿态文件拖到此处。</translation>
  </message>
  <message>
   <source>Dropped picture</source>
   <translation>拖入的图片</translation>
  </message>
  <message>
   <source>Duplicate settings</source>
   <translation>复制设置</translation>
  </message>
  <message>
   <source>Each frame is solved by itself; Solve motion (Y) makes one smooth motion of them.</source>
   <translation>每帧单独求解；“求解动作”(Y) 可将其变为一段平滑动作。</translation>
  </message>
  <message>
   <source>Each keypoint is followed as closely as its own noise says.</source>
   <translation>按各关键点自身的噪声决定遵循程度。</translation>
  </message>
  <message>
   <source>Earlier steps</source>
   <translation>较早的步骤</translation>
  </message>
  <message>
   <source>Edit</source>
   <translation>编辑</translation>
  </message>
  <message>
   <source>Edit pose in 3D</source>
   <translation>在 3D 中编辑姿态</translation>
  </message>
  <message>
   <source>Edit the next person</source>
   <translation>编辑下一人</translation>
  </message>
  <message>
   <source>Edit the person before</source>
   <translation>编辑上一人</translation>
  </message>
  <message>
   <source>Eight examples with the bodies, cameras, missing points and noise of the training; they change with the settings.</source>
   <translation>八个示例，包含训练所用的人体、相机、缺失点和噪声；随设置变化。</translation>
  </message>
  <message>
   <source>Elevation</source>
   <translation>仰角</translation>
  </message>
  <message>
   <source>Elsewhere: {joints}</source>
   <translation>位置不同：{joints}</translation>
  </message>
  <message numerus="yes">
   <source>Elsewhere: {joints} and %n more</source>
   <translation>
    <numerusform>位置不同：{joints} 等另外 %n 个</numerusform>
   </translation>
  </message>
  <message>
   <source>End the run and save its weights; it can be resumed</source>
   <translation>结束训练并保存权重；可以继续</translation>
  </message>
  <message>
   <source>Energy score (mm)</source>
   <translation>能量分数 (mm)</translation>
  </message>
  <message>
   <source>Energy score of the sampled poses; lower is better. When it rises in validation while it falls in training, the network overfits; the best weights are stored.</source>
   <translation>采样姿态的能量分数，越低越好。若验证分数上升而训练分数下降，则网络过拟合；会保存最佳权重。</translation>
  </message>
  <message>
   <source>Euler</source>
   <translation>Euler</translation>
  </message>
  <message>
   <source>Every 3D pose that fits the keypoints is shown here, as pictures to choose from.</source>
   <translation>所有符合关键点的 3D 姿态以图片形式显示在此，供选择。</translation>
  </message>
  <message>
   <source>Every pose that explains the keypoints, one in each frame, the best first.</source>
   <translation>所有符合关键点的姿态，每帧一个，最佳的在前。</translation>
  </message>
  <message>
   <source>Everybody ({count})</source>
   <translation>所有人（{count}）</translation>
  </message>
  <message>
   <source>Everybody's corrected keypoints as COCO JSON, which the studio opens again.</source>
   <translation>所有人修正后的关键点，COCO JSON 格式，可再次打开。</translation>
  </message>
  <message>
   <source>Examples of the training data appear here when the poses have been read.</source>
   <translation>读取姿态后，训练数据示例显示在此处。</translation>
  </message>
  <message>
   <source>Exchange left and right</source>
   <translation>交换左右</translation>
  </message>
  <message>
   <source>Exchange left and right arm</source>
   <translation>交换左右臂</translation>
  </message>
  <message>
   <source>Exchange left and right in the selected frames, or in this one</source>
   <translation>在所选帧或当前帧中交换左右</translation>
  </message>
  <message>
   <source>Exchange left and right leg</source>
   <translation>交换左右腿</translation>
  </message>
  <message>
   <source>Exchange the sides' names; nothing moves</source>
   <translation>交换左右名称；位置不变</translation>
  </message>
  <message>
   <source>Exchange the views</source>
   <translation>交换视图</translation>
  </message>
  <message>
   <source>Expected folders, .bvh or a poses file.</source>
   <translation>需要文件夹、.bvh 或姿态文件。</translation>
  </message>
  <message>
   <source>Experiments</source>
   <translation>实验</translation>
  </message>
  <message>
   <source>Experiments in the same folder appear here.</source>
   <translation>同一文件夹中的实验显示在此处。</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>导出</translation>
  </message>
  <message>
   <source>Export a pose as BVH, glTF or USD</source>
   <translation>将姿态导出为 BVH、glTF 或 USD</translation>
  </message>
  <message>
   <source>Export a video of the motion, or of how the pose formed</source>
   <translation>导出动作或姿态形成过程的视频</translation>
  </message>
  <message>
   <source>Export as</source>
   <translation>导出为</translation>
  </message>
  <message>
   <source>Export poses</source>
   <translation>导出姿态</translation>
  </message>
  <message>
   <source>Export poses, motions, keypoints or camera for other programs</source>
   <translation>导出姿态、动作、关键点或相机供其他程序使用</translation>
  </message>
  <message>
   <source>Export the 3D view, or the picture plane as SVG</source>
   <translation>导出 3D 视图，或将图像平面导出为 SVG</translation>
  </message>
  <message>
   <source>Export the motion of all frames as BVH, glTF or USD</source>
   <translation>将所有帧的动作导出为 BVH、glTF 或 USD</translation>
  </message>
  <message>
   <source>Export these poses...</source>
   <translation>导出这些姿态...</translation>
  </message>
  <message>
   <source>Export...</source>
   <translation>导出...</translation>
  </message>
  <message>
   <source>Exported {path}</source>
   <translation>已导出 {path}</translation>
  </message>
  <message>
   <source>F1 lists all keys.</source>
   <translation>按 F1 列出所有按键。</translation>
  </message>
  <message>
   <source>Fast (MLP)</source>
   <translation>快速（MLP）</translation>
  </message>
  <message>
   <source>Feet</source>
   <translation>英尺</translation>
  </message>
  <message>
   <source>Field of view</source>
   <translation>视场角</translation>
  </message>
  <message>
   <source>Field of view of the photograph's focal length: {degrees}°</source>
   <translation>照片焦距对应的视场角：{degrees}°</translation>
  </message>
  <message numerus="yes">
   <source>Field of view {degrees}°, probably {low}° to {high}°, from %n poses.</source>
   <translation>
    <numerusform>视场角 {degrees}°，可能在 {low}° 至 {high}° 之间，由 %n 个姿态得出。</numerusform>
   </translation>
  </message>
  <message>
   <source>File</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>File (default: random)</source>
   <translation>文件（默认：随机）</translation>
  </message>
  <message>
   <source>Files</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>Fill the screen with the window, or end that</source>
   <translation>切换全屏</translation>
  </message>
  <message>
   <source>Filled dot, ring, faint ring</source>
   <translation>实心点、圆环、淡色圆环</translation>
  </message>
  <message>
   <source>Find all people in the picture and their keypoints, in place of those shown</source>
   <translation>检测图像中的所有人及其关键点，替换当前显示的</translation>
  </message>
  <message>
   <source>Find everybody in {picture}</source>
   <translation>检测 {picture} 中的所有人</translation>
  </message>
  <message>
   <source>Find the field of view with which the poses of all people in the picture fit best</source>
   <translation>求出使图像中所有人姿态最吻合的视场角</translation>
  </message>
  <message>
   <source>Finding people in {name}</source>
   <translation>正在检测 {name} 中的人物</translation>
  </message>
  <message>
   <source>Finding people in {picture}</source>
   <translation>正在检测 {picture} 中的人物</translation>
  </message>
  <message>
   <source>Finding people...</source>
   <translation>正在检测人物...</translation>
  </message>
  <message>
   <source>Finding people: {done} of {all} frames...</source>
   <translation>正在查找人物：{done} / {all} 帧...</translation>
  </message>
  <message>
   <source>Finding poses...</source>
   <translation>正在求解姿态...</translation>
  </message>
  <message>
   <source>Finding the poses that fit...</source>
   <translation>正在求解符合的姿态...</translation>
  </message>
  <message>
   <source>Finds the people in it, and every 3D pose that explains them</source>
   <translation>检测其中的人物，以及所有符合的 3D 姿态</translation>
  </message>
  <message>
   <source>First frame</source>
   <translation>第一帧</translation>
  </message>
  <message>
   <source>First step</source>
   <translation>第一步</translation>
  </message>
  <message>
   <source>Fit</source>
   <translation>适配</translation>
  </message>
  <message>
   <source>Fit person</source>
   <translation>适配人物</translation>
  </message>
  <message>
   <source>Fit the picture and the bodies into their views</source>
   <translation>使图像和人体适配各自视图</translation>
  </message>
  <message>
   <source>Five minutes</source>
   <translation>五分钟</translation>
  </message>
  <message>
   <source>Float</source>
   <translation>浮动</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>文件夹</translation>
  </message>
  <message>
   <source>Folder of BVH</source>
   <translation>BVH 文件夹</translation>
  </message>
  <message>
   <source>Folder of runs</source>
   <translation>训练文件夹</translation>
  </message>
  <message>
   <source>Folder of the export</source>
   <translation>导出文件夹</translation>
  </message>
  <message>
   <source>Folder of the run</source>
   <translation>本次训练的文件夹</translation>
  </message>
  <message>
   <source>Folder...</source>
   <translation>文件夹...</translation>
  </message>
  <message>
   <source>Folders and files to train on</source>
   <translation>用于训练的文件夹和文件</translation>
  </message>
  <message>
   <source>Follow</source>
   <translation>跟随</translation>
  </message>
  <message>
   <source>Follow subject</source>
   <translation>跟随人物</translation>
  </message>
  <message>
   <source>For</source>
   <translation>目标</translation>
  </message>
  <message>
   <source>For videos from a camera that moves: a motion is then right about the hips, not in the world</source>
   <translation>用于移动相机拍摄的视频：动作相对髋部正确，而非世界空间</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>格式</translation>
  </message>
  <message>
   <source>Four 3D views</source>
   <translation>四个 3D 视图</translation>
  </message>
  <message>
   <source>Frame</source>
   <translation>帧</translation>
  </message>
  <message>
   <source>Frame all</source>
   <translation>显示全部</translation>
  </message>
  <message>
   <source>Frame of the selected clip</source>
   <translation>所选片段的帧</translation>
  </message>
  <message>
   <source>Frame rate</source>
   <translation>帧率</translation>
  </message>
  <message>
   <source>Frame rate assumed: {rate} per second</source>
   <translation>假定帧率：每秒 {rate}</translation>
  </message>
  <message>
   <source>Frame {number}</source>
   <translation>第 {number} 帧</translation>
  </message>
  <message>
   <source>Frame {number}. Double-click opens it.</source>
   <translation>第 {number} 帧。双击打开。</translation>
  </message>
  <message>
   <source>Frames</source>
   <translation>帧</translation>
  </message>
  <message>
   <source>Frames around</source>
   <translation>前后帧</translation>
  </message>
  <message>
   <source>Frames: Ctrl+left and right arrow</source>
   <translation>帧：Ctrl+左右方向键</translation>
  </message>
  <message>
   <source>Frames: Shift+drag</source>
   <translation>帧：Shift+拖动</translation>
  </message>
  <message>
   <source>Frames: drag</source>
   <translation>帧：拖动</translation>
  </message>
  <message>
   <source>Frames: drag a bracket, I, O</source>
   <translation>帧：拖动括号，I、O</translation>
  </message>
  <message>
   <source>Frames: drag a key</source>
   <translation>帧：拖动关键帧</translation>
  </message>
  <message>
   <source>Frames: red bars</source>
   <translation>帧：红色条</translation>
  </message>
  <message>
   <source>Frames: wheel, middle drag</source>
   <translation>帧：滚轮、中键拖动</translation>
  </message>
  <message>
   <source>Front</source>
   <translation>前视图</translation>
  </message>
  <message>
   <source>Full screen</source>
   <translation>全屏</translation>
  </message>
  <message>
   <source>Glow over the picture</source>
   <translation>图像上的光晕</translation>
  </message>
  <message>
   <source>Go one frame back</source>
   <translation>后退一帧</translation>
  </message>
  <message>
   <source>Go one frame forward</source>
   <translation>前进一帧</translation>
  </message>
  <message>
   <source>Go one step back</source>
   <translation>后退一步</translation>
  </message>
  <message>
   <source>Go one step forward</source>
   <translation>前进一步</translation>
  </message>
  <message>
   <source>Go ten frames back</source>
   <translation>后退十帧</translation>
  </message>
  <message>
   <source>Go ten frames forward</source>
   <translation>前进十帧</translation>
  </message>
  <message>
   <source>Go ten steps back</source>
   <translation>后退十步</translation>
  </message>
  <message>
   <source>Go ten steps forward</source>
   <translation>前进十步</translation>
  </message>
  <message>
   <source>Go to a denoising step by its number</source>
   <translation>按编号跳转到去噪步</translation>
  </message>
  <message>
   <source>Go to a frame by its number</source>
   <translation>按编号跳转到某帧</translation>
  </message>
  <message>
   <source>Go to a time and drag joints, or choose Make key in the menu Motion: the frame becomes a key</source>
   <translation>转到某一时间并拖动关节，或在“动作”菜单中选择“设置关键帧”：该帧成为关键帧</translation>
  </message>
  <message>
   <source>Go to frame</source>
   <translation>转到帧</translation>
  </message>
  <message>
   <source>Go to frame...</source>
   <translation>转到帧...</translation>
  </message>
  <message>
   <source>Go to step</source>
   <translation>转到步</translation>
  </message>
  <message>
   <source>Go to step...</source>
   <translation>转到步...</translation>
  </message>
  <message>
   <source>Go to the finished pose</source>
   <translation>转到完成的姿态</translation>
  </message>
  <message>
   <source>Go to the first frame</source>
   <translation>转到第一帧</translation>
  </message>
  <message>
   <source>Go to the first step: pure noise</source>
   <translation>转到第一步：纯噪声</translation>
  </message>
  <message>
   <source>Go to the key before this frame</source>
   <translation>转到此帧之前的关键帧</translation>
  </message>
  <message>
   <source>Go to the last frame</source>
   <translation>转到最后一帧</translation>
  </message>
  <message>
   <source>Go to the menus</source>
   <translation>转到菜单</translation>
  </message>
  <message>
   <source>Go to the next key after this frame</source>
   <translation>转到此帧之后的关键帧</translation>
  </message>
  <message>
   <source>Go to where the next red frames begin: their confidence is below 50 %, or the person is lost there</source>
   <translation>转到下一段红色帧的开头：置信度低于 50%，或人物在该处丢失</translation>
  </message>
  <message>
   <source>Ground truth</source>
   <translation>真值</translation>
  </message>
  <message>
   <source>Handedness</source>
   <translation>手性</translation>
  </message>
  <message>
   <source>Hands on hips</source>
   <translation>双手叉腰</translation>
  </message>
  <message>
   <source>Heatmaps</source>
   <translation>热图</translation>
  </message>
  <message>
   <source>Height</source>
   <translation>高度</translation>
  </message>
  <message>
   <source>Height of the hips, in leg lengths</source>
   <translation>髋部高度（以腿长计）</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>帮助</translation>
  </message>
  <message>
   <source>Heun</source>
   <translation>Heun</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>隐藏</translation>
  </message>
  <message>
   <source>Hide no pose, and compare none</source>
   <translation>不隐藏也不比较任何姿态</translation>
  </message>
  <message>
   <source>Hide {who}</source>
   <translation>隐藏{who}</translation>
  </message>
  <message>
   <source>History</source>
   <translation>历史记录</translation>
  </message>
  <message>
   <source>Hold every joint of this frame where it is shown</source>
   <translation>将此帧所有关节保持在显示的位置</translation>
  </message>
  <message>
   <source>Hold the joint where the chosen pose has it in 3D, or release it</source>
   <translation>将关节固定在所选姿态的 3D 位置，或取消固定</translation>
  </message>
  <message>
   <source>Hours:minutes:seconds:frames. Click, type a time such as 0:05:12, 5.4 s or #162 for a frame, then Enter. A right click changes to seconds and back.</source>
   <translation>时:分:秒:帧。单击后输入时间，如 0:05:12、5.4 s，或以 #162 表示帧，然后按回车。右键单击可在秒与时码间切换。</translation>
  </message>
  <message>
   <source>How it formed</source>
   <translation>形成过程</translation>
  </message>
  <message>
   <source>How much noise the sampler adds; with less, the poses differ less</source>
   <translation>采样器添加的噪声量；越小，姿态差异越小</translation>
  </message>
  <message>
   <source>How much of the selected pose is applied; the rest stays as it is</source>
   <translation>所选姿态应用的比例；其余部分保持不变</translation>
  </message>
  <message>
   <source>How plausible the pose is; higher is better</source>
   <translation>姿态的合理程度；越高越好</translation>
  </message>
  <message>
   <source>How sure the detector is that a person is there and has these keypoints: {share}</source>
   <translation>检测器认为此处有人且关键点正确的把握：{share}</translation>
  </message>
  <message>
   <source>How sure the detector is that this is a person in this pose</source>
   <translation>检测器对此人物及其姿态的确信程度</translation>
  </message>
  <message>
   <source>How sure the detector was of this joint, and how far off the keypoint may be</source>
   <translation>检测器对该关节的把握程度，以及关键点可能的偏差</translation>
  </message>
  <message>
   <source>Hypotheses</source>
   <translation>假设</translation>
  </message>
  <message>
   <source>Ignore the keypoints in the selected frames, or in this one; or use them again</source>
   <translation>忽略所选帧或当前帧的关键点，或重新使用</translation>
  </message>
  <message>
   <source>Image {width} x {height}</source>
   <translation>图像 {width} x {height}</translation>
  </message>
  <message>
   <source>Import and export poses</source>
   <translation>导入和导出姿态</translation>
  </message>
  <message>
   <source>Import poses</source>
   <translation>导入姿态</translation>
  </message>
  <message>
   <source>Import poses...</source>
   <translation>导入姿态...</translation>
  </message>
  <message>
   <source>In and out from range</source>
   <translation>由范围设置入点和出点</translation>
  </message>
  <message>
   <source>In or out: drag it, or press I or O. Frames outside are not played or exported.</source>
   <translation>入点或出点：拖动，或按 I 或 O。范围外的帧不播放、不导出。</translation>
  </message>
  <message>
   <source>In the list, around the box and of the body in 3D</source>
   <translation>用于列表、边框和 3D 人体</translation>
  </message>
  <message>
   <source>Inches</source>
   <translation>英寸</translation>
  </message>
  <message>
   <source>Include validation subjects (final run)</source>
   <translation>包含验证对象（最终训练）</translation>
  </message>
  <message>
   <source>Infer field of view</source>
   <translation>推算视场角</translation>
  </message>
  <message>
   <source>Inferring the field of view</source>
   <translation>正在推算视场角</translation>
  </message>
  <message>
   <source>Inspect</source>
   <translation>分析</translation>
  </message>
  <message>
   <source>Inspector</source>
   <translation>检查器</translation>
  </message>
  <message>
   <source>Interactive figure</source>
   <translation>交互式图形</translation>
  </message>
  <message>
   <source>Interactive figure of the motion</source>
   <translation>动作的交互式图形</translation>
  </message>
  <message>
   <source>Interpolated: {joints}</source>
   <translation>插值：{joints}</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>间隔</translation>
  </message>
  <message>
   <source>Its camera is assumed.</source>
   <translation>其相机为假定值。</translation>
  </message>
  <message>
   <source>Its camera is known.</source>
   <translation>其相机已知。</translation>
  </message>
  <message>
   <source>Its camera is to be found from the pose.</source>
   <translation>其相机将由姿态推算。</translation>
  </message>
  <message>
   <source>Its camera was found from the pose.</source>
   <translation>其相机已由姿态推算。</translation>
  </message>
  <message>
   <source>Joint
limits</source>
   <translation>关节
限制</translation>
  </message>
  <message>
   <source>Joint found</source>
   <translation>关节置信度</translation>
  </message>
  <message>
   <source>Joint in the file</source>
   <translation>文件中的关节</translation>
  </message>
  <message>
   <source>Joint limits</source>
   <translation>关节限制</translation>
  </message>
  <message>
   <source>Joints and axes of the clip</source>
   <translation>片段的关节和轴</translation>
  </message>
  <message>
   <source>Joints and axes of the clip...</source>
   <translation>片段的关节和轴...</translation>
  </message>
  <message>
   <source>Joints and axes...</source>
   <translation>关节和轴...</translation>
  </message>
  <message>
   <source>Joints matched</source>
   <translation>匹配的关节</translation>
  </message>
  <message>
   <source>Joints that are bent beyond the limits of the training data</source>
   <translation>弯曲超出训练数据限制的关节</translation>
  </message>
  <message>
   <source>Jumping</source>
   <translation>跳跃</translation>
  </message>
  <message>
   <source>Keep all frames again</source>
   <translation>重新保留所有帧</translation>
  </message>
  <message>
   <source>Keep feet on the floor</source>
   <translation>脚保持在地面</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>关键帧</translation>
  </message>
  <message>
   <source>Keyboard shortcuts</source>
   <translation>键盘快捷键</translation>
  </message>
  <message>
   <source>Keyboard shortcuts...</source>
   <translation>键盘快捷键...</translation>
  </message>
  <message>
   <source>Keypoint noise</source>
   <translation>关键点噪声</translation>
  </message>
  <message>
   <source>Keypoints</source>
   <translation>关键点</translation>
  </message>
  <message>
   <source>Keypoints of a detector: taken to be {share} of a person's size off</source>
   <translation>检测所得关键点：假定偏差为人物尺寸的 {share}</translation>
  </message>
  <message>
   <source>Keypoints over the picture</source>
   <translation>图像上的关键点</translation>
  </message>
  <message>
   <source>Keypoints that may be off by more than {share} of the person's size are taken as missing.</source>
   <translation>偏差可能超过人物尺寸 {share} 的关键点视为缺失。</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>按键</translation>
  </message>
  <message>
   <source>Keys and gestures</source>
   <translation>按键和手势</translation>
  </message>
  <message>
   <source>Keys and tips</source>
   <translation>按键和提示</translation>
  </message>
  <message>
   <source>Keys of the selected command</source>
   <translation>所选命令的按键</translation>
  </message>
  <message>
   <source>Kicking</source>
   <translation>踢腿</translation>
  </message>
  <message>
   <source>Kneeling</source>
   <translation>跪姿</translation>
  </message>
  <message>
   <source>L {joint}</source>
   <translation>左{joint}</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <source>Language of the system</source>
   <translation>系统语言</translation>
  </message>
  <message>
   <source>Last frame</source>
   <translation>最后一帧</translation>
  </message>
  <message>
   <source>Last step</source>
   <translation>最后一步</translation>
  </message>
  <message>
   <source>Layout</source>
   <translation>布局</translation>
  </message>
  <message>
   <source>Learning rate</source>
   <translation>学习率</translation>
  </message>
  <message>
   <source>Leave out the frames after this one when playing and exporting</source>
   <translation>播放和导出时略去此帧之后的帧</translation>
  </message>
  <message>
   <source>Leave out the frames before this one when playing and exporting</source>
   <translation>播放和导出时略去此帧之前的帧</translation>
  </message>
  <message>
   <source>Left out, because PoseStudio cannot open it: {names}</source>
   <translation>已略去，PoseStudio 无法打开：{names}</translation>
  </message>
  <message>
   <source>Left out: {problems}</source>
   <translation>已略去：{problems}</translation>
  </message>
  <message>
   <source>Left side</source>
   <translation>左侧</translation>
  </message>
  <message>
   <source>Left, top, width and height in pixels of the picture</source>
   <translation>左、上、宽、高，以图像像素计</translation>
  </message>
  <message>
   <source>Left-handed (x is reversed)</source>
   <translation>左手系（x 反向）</translation>
  </message>
  <message>
   <source>Length</source>
   <translation>长度</translation>
  </message>
  <message>
   <source>Lens</source>
   <translation>镜头</translation>
  </message>
  <message>
   <source>Let the keypoints alone say what the poses are, without the one made by hand</source>
   <translation>仅由关键点决定姿态，不使用手动姿态</translation>
  </message>
  <message>
   <source>Library</source>
   <translation>资源库</translation>
  </message>
  <message>
   <source>Licences</source>
   <translation>许可</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>浅色</translation>
  </message>
  <message>
   <source>List every key and what the mouse does</source>
   <translation>列出所有按键和鼠标操作</translation>
  </message>
  <message>
   <source>List the photos, videos, clips and keypoint files of a folder in the panel Files</source>
   <translation>在“文件”面板中列出文件夹内的照片、视频、片段和关键点文件</translation>
  </message>
  <message>
   <source>Loading the model...</source>
   <translation>正在加载模型...</translation>
  </message>
  <message>
   <source>Locate file...</source>
   <translation>定位文件...</translation>
  </message>
  <message>
   <source>Locate {name}</source>
   <translation>定位 {name}</translation>
  </message>
  <message>
   <source>Look at a motion capture clip, correct it, export it</source>
   <translation>查看、修正并导出动作捕捉片段</translation>
  </message>
  <message>
   <source>Look at the 3D view from above</source>
   <translation>从上方查看 3D 视图</translation>
  </message>
  <message>
   <source>Look at the 3D view from the front</source>
   <translation>从前方查看 3D 视图</translation>
  </message>
  <message>
   <source>Look at the 3D view from the person's left</source>
   <translation>从人物左侧查看 3D 视图</translation>
  </message>
  <message>
   <source>Look at the first</source>
   <translation>查看第一帧</translation>
  </message>
  <message>
   <source>Look at the person from the front, level</source>
   <translation>从正前方平视人物</translation>
  </message>
  <message>
   <source>Looking for clips...</source>
   <translation>正在查找片段...</translation>
  </message>
  <message>
   <source>Loop</source>
   <translation>循环</translation>
  </message>
  <message>
   <source>Loop steps</source>
   <translation>循环播放步骤</translation>
  </message>
  <message>
   <source>Loss</source>
   <translation>损失</translation>
  </message>
  <message>
   <source>Lowest energy score in validation, in millimetres</source>
   <translation>验证中的最低能量分数（毫米）</translation>
  </message>
  <message>
   <source>Lunge</source>
   <translation>弓步</translation>
  </message>
  <message>
   <source>Make a motion from nothing, by keys at some times</source>
   <translation>从零开始，用若干关键帧制作动作</translation>
  </message>
  <message>
   <source>Make key</source>
   <translation>设置关键帧</translation>
  </message>
  <message>
   <source>Make one smooth motion of all frames of the clip, in the background; or solve each frame by itself again</source>
   <translation>在后台将片段所有帧求解为一段平滑动作；或恢复逐帧求解</translation>
  </message>
  <message>
   <source>Make the second view the first</source>
   <translation>将第二视图设为第一视图</translation>
  </message>
  <message>
   <source>Make the selected keypoints visible, occluded and missing in turn</source>
   <translation>将所选关键点依次设为可见、遮挡、缺失</translation>
  </message>
  <message>
   <source>Make toes, heels, neck and head top missing</source>
   <translation>将脚趾、脚跟、颈和头顶设为缺失</translation>
  </message>
  <message>
   <source>Make {name} the first view</source>
   <translation>将 {name} 设为第一视图</translation>
  </message>
  <message>
   <source>Mannequin</source>
   <translation>人体模型</translation>
  </message>
  <message>
   <source>Mark in</source>
   <translation>设置入点</translation>
  </message>
  <message>
   <source>Mark out</source>
   <translation>设置出点</translation>
  </message>
  <message>
   <source>Mark range as missing</source>
   <translation>将范围标记为缺失</translation>
  </message>
  <message>
   <source>Mark {frames} as missing</source>
   <translation>将{frames}标记为缺失</translation>
  </message>
  <message>
   <source>Mark {joint} {visibility}</source>
   <translation>将{joint}标记为{visibility}</translation>
  </message>
  <message>
   <source>Match joints...</source>
   <translation>匹配关节...</translation>
  </message>
  <message>
   <source>Match keypoints to 3D pose</source>
   <translation>使关键点与 3D 姿态一致</translation>
  </message>
  <message>
   <source>Match the person</source>
   <translation>匹配人物</translation>
  </message>
  <message>
   <source>Mean distance between the keypoints and this pose as the camera sees it, in pixels</source>
   <translation>关键点与相机所见此姿态之间的平均距离（像素）</translation>
  </message>
  <message>
   <source>Measuring how long a step takes...</source>
   <translation>正在测量每步用时...</translation>
  </message>
  <message>
   <source>Messages</source>
   <translation>消息</translation>
  </message>
  <message>
   <source>Metres</source>
   <translation>米</translation>
  </message>
  <message>
   <source>Middle or right drag</source>
   <translation>中键或右键拖动</translation>
  </message>
  <message>
   <source>Millimetres</source>
   <translation>毫米</translation>
  </message>
  <message>
   <source>Mine</source>
   <translation>我的</translation>
  </message>
  <message>
   <source>Mirror pose</source>
   <translation>镜像姿态</translation>
  </message>
  <message>
   <source>Mirror to other side</source>
   <translation>镜像到另一侧</translation>
  </message>
  <message>
   <source>Mirror {joint} to {other}</source>
   <translation>将{joint}镜像到{other}</translation>
  </message>
  <message>
   <source>Missing</source>
   <translation>缺失</translation>
  </message>
  <message>
   <source>More</source>
   <translation>更多</translation>
  </message>
  <message>
   <source>Most keypoints lie outside of the camera's {size} pixels: are they of a picture of another size?</source>
   <translation>多数关键点位于相机的 {size} 像素之外：它们是否来自其他尺寸的图像？</translation>
  </message>
  <message>
   <source>Motion</source>
   <translation>动作</translation>
  </message>
  <message>
   <source>Motion (BVH)</source>
   <translation>动作 (BVH)</translation>
  </message>
  <message numerus="yes">
   <source>Motion of %n frames solved in {time} s</source>
   <translation>
    <numerusform>已求解 %n 帧动作，用时 {time} 秒</numerusform>
   </translation>
  </message>
  <message>
   <source>Motion...</source>
   <translation>动作...</translation>
  </message>
  <message>
   <source>Motions</source>
   <translation>动作</translation>
  </message>
  <message>
   <source>Motions of all frames</source>
   <translation>所有帧的动作</translation>
  </message>
  <message>
   <source>Mouse and keypoints</source>
   <translation>鼠标和关键点</translation>
  </message>
  <message numerus="yes">
   <source>Move %n keys</source>
   <translation>
    <numerusform>移动 %n 个关键帧</numerusform>
   </translation>
  </message>
  <message>
   <source>Move all keypoints to where the pose is seen</source>
   <translation>将所有关键点移到姿态所在位置</translation>
  </message>
  <message>
   <source>Move all panels of this workspace back to where they were at first</source>
   <translation>将此工作区的所有面板恢复到初始位置</translation>
  </message>
  <message>
   <source>Move camera</source>
   <translation>移动相机</translation>
  </message>
  <message>
   <source>Move the 3D view along with a body that walks</source>
   <translation>3D 视图随行走的人体移动</translation>
  </message>
  <message>
   <source>Move the virtual camera to the 3D view's position</source>
   <translation>将虚拟相机移到 3D 视图的位置</translation>
  </message>
  <message>
   <source>Move this frame's keypoints back to where they were</source>
   <translation>将此帧的关键点恢复到原位</translation>
  </message>
  <message>
   <source>Move to the other side</source>
   <translation>移到另一侧</translation>
  </message>
  <message>
   <source>Move {joint}</source>
   <translation>移动{joint}</translation>
  </message>
  <message>
   <source>Moving camera</source>
   <translation>移动相机拍摄</translation>
  </message>
  <message>
   <source>NVIDIA GPU (CUDA)</source>
   <translation>NVIDIA GPU (CUDA)</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Name of the view</source>
   <translation>视图名称</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>New motion</source>
   <translation>新动作</translation>
  </message>
  <message>
   <source>New motion...</source>
   <translation>新建动作...</translation>
  </message>
  <message>
   <source>New: standing figure</source>
   <translation>新建：站立人体</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>下一步</translation>
  </message>
  <message>
   <source>Next alternative</source>
   <translation>下一个备选</translation>
  </message>
  <message>
   <source>Next frame</source>
   <translation>下一帧</translation>
  </message>
  <message>
   <source>Next key</source>
   <translation>下一个关键帧</translation>
  </message>
  <message>
   <source>Next person</source>
   <translation>下一人</translation>
  </message>
  <message>
   <source>Next step</source>
   <translation>下一步</translation>
  </message>
  <message>
   <source>Next unsure frame</source>
   <translation>下一个不确定帧</translation>
  </message>
  <message>
   <source>No 3D poses: {problem}</source>
   <translation>没有 3D 姿态：{problem}</translation>
  </message>
  <message>
   <source>No command matches.</source>
   <translation>没有匹配的命令。</translation>
  </message>
  <message>
   <source>No frame is unsure</source>
   <translation>没有不确定的帧</translation>
  </message>
  <message>
   <source>No keypoints here.
Move the box, or right-click in the picture to add keypoints by hand.</source>
   <translation>此处没有关键点。
请移动边框，或在图像中右键单击手动添加关键点。</translation>
  </message>
  <message>
   <source>No keypoints yet</source>
   <translation>尚无关键点</translation>
  </message>
  <message>
   <source>No keypoints yet: a pose needs at least one.</source>
   <translation>尚无关键点：姿态至少需要一个。</translation>
  </message>
  <message>
   <source>No motion: {problem}</source>
   <translation>没有动作：{problem}</translation>
  </message>
  <message>
   <source>No person found</source>
   <translation>未找到人物</translation>
  </message>
  <message>
   <source>No person found in {name}</source>
   <translation>在 {name} 中未找到人物</translation>
  </message>
  <message>
   <source>No person found in {picture}</source>
   <translation>在 {picture} 中未找到人物</translation>
  </message>
  <message>
   <source>No pose fits all keypoints: dashed limbs show where</source>
   <translation>没有姿态符合所有关键点：虚线肢体标出所在</translation>
  </message>
  <message>
   <source>No pose matches.</source>
   <translation>没有匹配的姿态。</translation>
  </message>
  <message>
   <source>No poses yet. Save keeps the chosen one.</source>
   <translation>尚无姿态。“保存”可保留所选姿态。</translation>
  </message>
  <message>
   <source>No runs in {folder}.</source>
   <translation>{folder} 中没有训练。</translation>
  </message>
  <message>
   <source>Nobody has been looked for yet: Detect everybody in the menu Person searches all frames</source>
   <translation>尚未检测人物：“人物”菜单中的“检测所有人”会搜索所有帧</translation>
  </message>
  <message>
   <source>Nobody to pose: open a photo, keypoints or a standing figure first.</source>
   <translation>没有可摆姿势的人物：请先打开照片、关键点或站立人体。</translation>
  </message>
  <message>
   <source>Nobody yet.</source>
   <translation>尚无人物。</translation>
  </message>
  <message>
   <source>Noisy sample x_t</source>
   <translation>含噪样本 x_t</translation>
  </message>
  <message>
   <source>None of these files can be opened: {names}</source>
   <translation>这些文件均无法打开：{names}</translation>
  </message>
  <message>
   <source>Not found</source>
   <translation>未找到</translation>
  </message>
  <message>
   <source>Not known: find it from the pose</source>
   <translation>未知：由姿态推算</translation>
  </message>
  <message>
   <source>Nothing has been changed.</source>
   <translation>未作任何更改。</translation>
  </message>
  <message>
   <source>Nothing is open yet.</source>
   <translation>尚未打开任何内容。</translation>
  </message>
  <message>
   <source>Nothing on the clipboard that can be pasted</source>
   <translation>剪贴板中没有可粘贴的内容</translation>
  </message>
  <message>
   <source>Nothing open yet</source>
   <translation>尚未打开内容</translation>
  </message>
  <message>
   <source>Nothing yet</source>
   <translation>暂无</translation>
  </message>
  <message>
   <source>Number of 3D poses to sample for the picture</source>
   <translation>为图像采样的 3D 姿态数量</translation>
  </message>
  <message>
   <source>Number of 3D views</source>
   <translation>3D 视图数量</translation>
  </message>
  <message>
   <source>Number of denoising steps from noise to the pose</source>
   <translation>从噪声到姿态的去噪步数</translation>
  </message>
  <message>
   <source>Number of poses, sampler, steps, noise, seed and weights</source>
   <translation>姿态数量、采样器、步数、噪声、种子和权重</translation>
  </message>
  <message>
   <source>Number of sampled poses</source>
   <translation>采样姿态数量</translation>
  </message>
  <message>
   <source>Number of steps</source>
   <translation>步数</translation>
  </message>
  <message>
   <source>Occluded</source>
   <translation>遮挡</translation>
  </message>
  <message>
   <source>One 3D view</source>
   <translation>一个 3D 视图</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>打开</translation>
  </message>
  <message>
   <source>Open 3D poses</source>
   <translation>打开 3D 姿态</translation>
  </message>
  <message>
   <source>Open a photo, a video, keypoints or a motion. You can also drop files anywhere in this window.</source>
   <translation>打开照片、视频、关键点或动作。也可将文件拖到窗口任意位置。</translation>
  </message>
  <message>
   <source>Open a photo, video, clip, keypoints, camera, project or weights</source>
   <translation>打开照片、视频、片段、关键点、相机、项目或权重</translation>
  </message>
  <message>
   <source>Open a picture first: keypoints are detected in it.</source>
   <translation>请先打开图像：将在其中检测关键点。</translation>
  </message>
  <message>
   <source>Open a picture or its keypoints first, then add a view of the same moment.</source>
   <translation>请先打开图像或其关键点，再添加同一时刻的视图。</translation>
  </message>
  <message>
   <source>Open all files</source>
   <translation>打开所有文件</translation>
  </message>
  <message>
   <source>Open another camera's picture or keypoint file of the same moment beside the one that is open</source>
   <translation>在当前内容旁打开同一时刻另一相机的图像或关键点文件</translation>
  </message>
  <message>
   <source>Open as a sequence of keypoint files</source>
   <translation>作为关键点文件序列打开</translation>
  </message>
  <message>
   <source>Open camera</source>
   <translation>打开相机</translation>
  </message>
  <message>
   <source>Open example motion</source>
   <translation>打开示例动作</translation>
  </message>
  <message>
   <source>Open example photo</source>
   <translation>打开示例照片</translation>
  </message>
  <message>
   <source>Open file...</source>
   <translation>打开文件...</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>打开文件夹</translation>
  </message>
  <message>
   <source>Open it</source>
   <translation>打开</translation>
  </message>
  <message>
   <source>Open keypoints</source>
   <translation>打开关键点</translation>
  </message>
  <message>
   <source>Open keypoints or camera</source>
   <translation>打开关键点或相机</translation>
  </message>
  <message>
   <source>Open motion</source>
   <translation>打开动作</translation>
  </message>
  <message>
   <source>Open or drop a video, a clip, keypoints or a picture to begin.</source>
   <translation>打开或拖入视频、片段、关键点或图片以开始。</translation>
  </message>
  <message>
   <source>Open photo</source>
   <translation>打开照片</translation>
  </message>
  <message>
   <source>Open photo and detect people</source>
   <translation>打开照片并检测人物</translation>
  </message>
  <message>
   <source>Open photo or video</source>
   <translation>打开照片或视频</translation>
  </message>
  <message>
   <source>Open photo with its keypoints</source>
   <translation>打开照片及其关键点</translation>
  </message>
  <message>
   <source>Open project</source>
   <translation>打开项目</translation>
  </message>
  <message>
   <source>Open recent</source>
   <translation>打开最近</translation>
  </message>
  <message>
   <source>Open the bundled clip</source>
   <translation>打开自带片段</translation>
  </message>
  <message>
   <source>Open the bundled photograph</source>
   <translation>打开自带照片</translation>
  </message>
  <message>
   <source>Open them</source>
   <translation>打开</translation>
  </message>
  <message>
   <source>Open video</source>
   <translation>打开视频</translation>
  </message>
  <message>
   <source>Open weights</source>
   <translation>打开权重</translation>
  </message>
  <message>
   <source>Open what was being edited when the studio was closed</source>
   <translation>打开上次退出时正在编辑的内容</translation>
  </message>
  <message>
   <source>Open...</source>
   <translation>打开...</translation>
  </message>
  <message>
   <source>OpenGL {version} is here but will not start, so the 3D view cannot be drawn.</source>
   <translation>存在 OpenGL {version}，但无法启动，因此无法绘制 3D 视图。</translation>
  </message>
  <message>
   <source>Opened {name}</source>
   <translation>已打开 {name}</translation>
  </message>
  <message>
   <source>Orbit camera</source>
   <translation>环绕相机</translation>
  </message>
  <message>
   <source>Orthographic</source>
   <translation>正交</translation>
  </message>
  <message>
   <source>Other answers</source>
   <translation>其他结果</translation>
  </message>
  <message>
   <source>Other answers of the detector</source>
   <translation>检测器的其他结果</translation>
  </message>
  <message>
   <source>Other people</source>
   <translation>其他人物</translation>
  </message>
  <message>
   <source>Other poses</source>
   <translation>其他姿态</translation>
  </message>
  <message>
   <source>Overnight</source>
   <translation>一整夜</translation>
  </message>
  <message>
   <source>Overwrite the project?</source>
   <translation>覆盖项目？</translation>
  </message>
  <message>
   <source>Pale dot</source>
   <translation>淡色点</translation>
  </message>
  <message>
   <source>Panels</source>
   <translation>面板</translation>
  </message>
  <message>
   <source>Panels: right-click a title or tab</source>
   <translation>面板：右键点击标题或标签</translation>
  </message>
  <message>
   <source>Paste</source>
   <translation>粘贴</translation>
  </message>
  <message numerus="yes">
   <source>Paste %n keys</source>
   <translation>
    <numerusform>粘贴 %n 个关键帧</numerusform>
   </translation>
  </message>
  <message>
   <source>Paste a pose, a picture, or copied files</source>
   <translation>粘贴姿态、图片或复制的文件</translation>
  </message>
  <message>
   <source>Paste key</source>
   <translation>粘贴关键帧</translation>
  </message>
  <message>
   <source>Paste pose</source>
   <translation>粘贴姿态</translation>
  </message>
  <message>
   <source>Pasted picture</source>
   <translation>粘贴的图片</translation>
  </message>
  <message>
   <source>Path of the hips</source>
   <translation>髋部轨迹</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>暂停</translation>
  </message>
  <message>
   <source>Paused.</source>
   <translation>已暂停。</translation>
  </message>
  <message>
   <source>Pausing...</source>
   <translation>正在暂停...</translation>
  </message>
  <message>
   <source>People</source>
   <translation>人物</translation>
  </message>
  <message>
   <source>People have been looked for in all frames of {name}</source>
   <translation>已在 {name} 的所有帧中检测人物</translation>
  </message>
  <message>
   <source>Person</source>
   <translation>人物</translation>
  </message>
  <message>
   <source>Person &gt; Detect everybody searches all frames</source>
   <translation>“人物 &gt; 检测所有人”搜索所有帧</translation>
  </message>
  <message>
   <source>Person found</source>
   <translation>人物置信度</translation>
  </message>
  <message>
   <source>Person {number}</source>
   <translation>人物 {number}</translation>
  </message>
  <message>
   <source>Person {number} alone</source>
   <translation>仅人物 {number}</translation>
  </message>
  <message>
   <source>Perspective</source>
   <translation>透视</translation>
  </message>
  <message>
   <source>Perspective alone</source>
   <translation>仅透视</translation>
  </message>
  <message>
   <source>Perspective, and through the camera</source>
   <translation>透视和相机视图</translation>
  </message>
  <message>
   <source>Perspective, front and side</source>
   <translation>透视、前视图和侧视图</translation>
  </message>
  <message>
   <source>Perspective, front, side and top</source>
   <translation>透视、前视图、侧视图和顶视图</translation>
  </message>
  <message>
   <source>Photo or video</source>
   <translation>照片或视频</translation>
  </message>
  <message>
   <source>Photos and videos</source>
   <translation>照片和视频</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>图像</translation>
  </message>
  <message>
   <source>Picture copied</source>
   <translation>已复制图像</translation>
  </message>
  <message>
   <source>Picture of view 2</source>
   <translation>视图 2 的图像</translation>
  </message>
  <message>
   <source>Picture properties</source>
   <translation>图像属性</translation>
  </message>
  <message>
   <source>Picture...</source>
   <translation>图像...</translation>
  </message>
  <message>
   <source>Pictures</source>
   <translation>图片</translation>
  </message>
  <message>
   <source>Pictures and keypoints</source>
   <translation>图片和关键点</translation>
  </message>
  <message>
   <source>Pin</source>
   <translation>固定</translation>
  </message>
  <message>
   <source>Pin in 3D</source>
   <translation>在 3D 中固定</translation>
  </message>
  <message>
   <source>Pin the joints of the selected keypoints where the selected pose has them, or unpin them</source>
   <translation>将所选关键点的关节固定在所选姿态的位置，或取消固定</translation>
  </message>
  <message>
   <source>Pin {joint}</source>
   <translation>固定{joint}</translation>
  </message>
  <message>
   <source>Pinned</source>
   <translation>已固定</translation>
  </message>
  <message>
   <source>Place</source>
   <translation>位置</translation>
  </message>
  <message>
   <source>Place a person</source>
   <translation>放置人物</translation>
  </message>
  <message>
   <source>Place a person by hand, or open the picture's keypoint file.</source>
   <translation>手动放置人物，或打开图像的关键点文件。</translation>
  </message>
  <message>
   <source>Place of the camera assumed: level, 1 m high</source>
   <translation>假定相机位置：水平，高 1 m</translation>
  </message>
  <message>
   <source>Place picture behind</source>
   <translation>置于背景</translation>
  </message>
  <message>
   <source>Placed {name} behind</source>
   <translation>已将 {name} 置于背景</translation>
  </message>
  <message>
   <source>Play</source>
   <translation>播放</translation>
  </message>
  <message>
   <source>Play again from the first frame after the last; in and out count</source>
   <translation>播完最后一帧后从第一帧重新播放；以入点和出点为准</translation>
  </message>
  <message>
   <source>Play and export the selected frames alone</source>
   <translation>仅播放和导出所选帧</translation>
  </message>
  <message>
   <source>Play steps</source>
   <translation>播放步骤</translation>
  </message>
  <message>
   <source>Play the denoising of this pose once, from noise to the pose</source>
   <translation>播放一次此姿态的去噪过程，从噪声到姿态</translation>
  </message>
  <message>
   <source>Play the frames; where there is one frame, play how the pose formed</source>
   <translation>播放各帧；只有一帧时播放姿态的形成过程</translation>
  </message>
  <message>
   <source>Play the steps again and again</source>
   <translation>循环播放各步骤</translation>
  </message>
  <message>
   <source>Play the steps from noise to pose</source>
   <translation>播放从噪声到姿态的步骤</translation>
  </message>
  <message>
   <source>Playing speed</source>
   <translation>播放速度</translation>
  </message>
  <message>
   <source>Point at a keypoint</source>
   <translation>指向关键点</translation>
  </message>
  <message>
   <source>Point at person</source>
   <translation>对准人物</translation>
  </message>
  <message>
   <source>Pose</source>
   <translation>姿态</translation>
  </message>
  <message>
   <source>Pose body in the picture</source>
   <translation>在图像中摆姿势</translation>
  </message>
  <message>
   <source>Pose both sides alike</source>
   <translation>左右对称摆姿势</translation>
  </message>
  <message>
   <source>Pose copied</source>
   <translation>已复制姿态</translation>
  </message>
  <message>
   <source>Pose {number}</source>
   <translation>姿态 {number}</translation>
  </message>
  <message>
   <source>Pose...</source>
   <translation>姿态...</translation>
  </message>
  <message>
   <source>PoseStudio closed unexpectedly. Recover {name}, saved at {time}?</source>
   <translation>PoseStudio 意外退出。是否恢复 {name}（保存于 {time}）？</translation>
  </message>
  <message>
   <source>PoseStudio is under the MIT licence. The trained weights have terms of their own: the keypoint detector is for research use only. What you make with it is yours.</source>
   <translation>PoseStudio 采用 MIT 许可。训练所得权重另有条款：关键点检测器仅供研究使用。您用它制作的内容归您所有。</translation>
  </message>
  <message>
   <source>PoseStudio opens photos, videos, motions (BVH), keypoints (JSON), 3D poses (NPZ), cameras, projects and weights (safetensors).</source>
   <translation>PoseStudio 可打开照片、视频、动作 (BVH)、关键点 (JSON)、3D 姿态 (NPZ)、相机、项目和权重 (safetensors)。</translation>
  </message>
  <message>
   <source>PoseStudio project</source>
   <translation>PoseStudio 项目</translation>
  </message>
  <message>
   <source>Poses</source>
   <translation>姿态</translation>
  </message>
  <message>
   <source>Poses form out of noise, then the view goes once around them.</source>
   <translation>姿态由噪声形成，随后视图环绕一周。</translation>
  </message>
  <message>
   <source>Poses of the same cluster differ little; A is the most frequent</source>
   <translation>同一聚类的姿态差异很小；A 最常见</translation>
  </message>
  <message>
   <source>Poses of this frame</source>
   <translation>此帧的姿态</translation>
  </message>
  <message>
   <source>Prediction</source>
   <translation>预测目标</translation>
  </message>
  <message>
   <source>Preferences</source>
   <translation>首选项</translation>
  </message>
  <message>
   <source>Preferences...</source>
   <translation>首选项...</translation>
  </message>
  <message>
   <source>Previous alternative</source>
   <translation>上一个备选</translation>
  </message>
  <message>
   <source>Previous frame</source>
   <translation>上一帧</translation>
  </message>
  <message>
   <source>Previous key</source>
   <translation>上一个关键帧</translation>
  </message>
  <message>
   <source>Previous person</source>
   <translation>上一人</translation>
  </message>
  <message>
   <source>Previous step</source>
   <translation>上一步</translation>
  </message>
  <message>
   <source>Processor (CPU)</source>
   <translation>处理器 (CPU)</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>进度</translation>
  </message>
  <message>
   <source>Properties</source>
   <translation>属性</translation>
  </message>
  <message>
   <source>Pull {joint}</source>
   <translation>拖拉{joint}</translation>
  </message>
  <message>
   <source>Put the 3D view on the clipboard</source>
   <translation>将 3D 视图复制到剪贴板</translation>
  </message>
  <message>
   <source>Put the joint back where it was found</source>
   <translation>将关节恢复到检测到的位置</translation>
  </message>
  <message>
   <source>Put the person into the selected pose (Enter, double-click)</source>
   <translation>使人物采用所选姿态（回车或双击）</translation>
  </message>
  <message>
   <source>Put the same joint of the other side where this one mirrors it</source>
   <translation>将另一侧的同一关节置于镜像位置</translation>
  </message>
  <message>
   <source>Quick tour</source>
   <translation>快速导览</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>退出</translation>
  </message>
  <message>
   <source>R {joint}</source>
   <translation>右{joint}</translation>
  </message>
  <message>
   <source>Range from here</source>
   <translation>范围起点</translation>
  </message>
  <message>
   <source>Range to here</source>
   <translation>范围终点</translation>
  </message>
  <message>
   <source>Rank: the medoid of the largest cluster first; the tick says whether it is drawn</source>
   <translation>排名：最大聚类的中心姿态在前；勾选表示是否显示</translation>
  </message>
  <message>
   <source>Reaching</source>
   <translation>伸手</translation>
  </message>
  <message>
   <source>Read folders again</source>
   <translation>重新读取文件夹</translation>
  </message>
  <message>
   <source>Read what PoseStudio does and how</source>
   <translation>了解 PoseStudio 的功能与原理</translation>
  </message>
  <message numerus="yes">
   <source>Reading %n clips...</source>
   <translation>
    <numerusform>正在读取 %n 个片段...</numerusform>
   </translation>
  </message>
  <message>
   <source>Reading {name}...</source>
   <translation>正在读取 {name}...</translation>
  </message>
  <message>
   <source>Ready to start.</source>
   <translation>可以开始。</translation>
  </message>
  <message>
   <source>Recent</source>
   <translation>最近</translation>
  </message>
  <message>
   <source>Recombine, reshape and mirror bodies</source>
   <translation>重组、变形和镜像人体</translation>
  </message>
  <message>
   <source>Recover</source>
   <translation>恢复</translation>
  </message>
  <message>
   <source>Recovered {name}</source>
   <translation>已恢复 {name}</translation>
  </message>
  <message>
   <source>Red dashes</source>
   <translation>红色虚线</translation>
  </message>
  <message>
   <source>Red frames of the timeline</source>
   <translation>时间轴上的红色帧</translation>
  </message>
  <message>
   <source>Red: the confidence of these frames is below 50 %, or the person is lost there for a while</source>
   <translation>红色：这些帧的置信度低于 50%，或人物在那里暂时丢失</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <source>Redo the change that was undone last</source>
   <translation>重做上次撤销的更改</translation>
  </message>
  <message>
   <source>Redo {edit}</source>
   <translation>重做{edit}</translation>
  </message>
  <message>
   <source>Reflect the person: the left pose becomes the right one</source>
   <translation>镜像人物：左侧姿态变为右侧</translation>
  </message>
  <message>
   <source>Reload</source>
   <translation>重新加载</translation>
  </message>
  <message>
   <source>Reload {name}</source>
   <translation>重新加载 {name}</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Remove background picture</source>
   <translation>移除背景图</translation>
  </message>
  <message>
   <source>Remove feet, neck and head top</source>
   <translation>移除脚、颈和头顶</translation>
  </message>
  <message>
   <source>Remove from library: {name}</source>
   <translation>从资源库移除：{name}</translation>
  </message>
  <message>
   <source>Remove from this list</source>
   <translation>从此列表移除</translation>
  </message>
  <message>
   <source>Remove picture</source>
   <translation>移除图像</translation>
  </message>
  <message>
   <source>Remove the chosen person with their box and keypoints</source>
   <translation>移除所选人物及其边框和关键点</translation>
  </message>
  <message>
   <source>Remove the picture behind the keypoints</source>
   <translation>移除关键点后的图像</translation>
  </message>
  <message>
   <source>Remove the second view</source>
   <translation>移除第二视图</translation>
  </message>
  <message>
   <source>Remove what was set by hand in the selected keys, or in this frame</source>
   <translation>移除所选关键帧或当前帧中手动设置的内容</translation>
  </message>
  <message>
   <source>Remove {name} as a view</source>
   <translation>移除视图 {name}</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>重命名</translation>
  </message>
  <message>
   <source>Rename person {number}</source>
   <translation>重命名人物 {number}</translation>
  </message>
  <message>
   <source>Reopen last session</source>
   <translation>重新打开上次会话</translation>
  </message>
  <message>
   <source>Reopened {name}</source>
   <translation>已重新打开 {name}</translation>
  </message>
  <message>
   <source>Replace the file?</source>
   <translation>替换文件？</translation>
  </message>
  <message>
   <source>Reproj.
(px)</source>
   <translation>重投影
(px)</translation>
  </message>
  <message>
   <source>Reseed</source>
   <translation>更换种子</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>重置</translation>
  </message>
  <message>
   <source>Reset all</source>
   <translation>全部重置</translation>
  </message>
  <message>
   <source>Reset keypoints</source>
   <translation>重置关键点</translation>
  </message>
  <message>
   <source>Reset layout</source>
   <translation>重置布局</translation>
  </message>
  <message>
   <source>Reset view of person</source>
   <translation>重置人物视角</translation>
  </message>
  <message>
   <source>Reset {joint}</source>
   <translation>重置{joint}</translation>
  </message>
  <message>
   <source>Resolution</source>
   <translation>分辨率</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>继续</translation>
  </message>
  <message>
   <source>Resume the selected run where it stopped</source>
   <translation>从停止处继续所选训练</translation>
  </message>
  <message>
   <source>Rig: {profile}</source>
   <translation>骨架：{profile}</translation>
  </message>
  <message>
   <source>Right side</source>
   <translation>右侧</translation>
  </message>
  <message>
   <source>Right-click a keypoint</source>
   <translation>右键单击关键点</translation>
  </message>
  <message>
   <source>Right-click beside keypoints</source>
   <translation>在关键点旁右键单击</translation>
  </message>
  <message>
   <source>Right-handed</source>
   <translation>右手系</translation>
  </message>
  <message>
   <source>Roll</source>
   <translation>滚转</translation>
  </message>
  <message>
   <source>Rotate {joint} {degrees}°</source>
   <translation>旋转{joint} {degrees}°</translation>
  </message>
  <message>
   <source>Run</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>跑步</translation>
  </message>
  <message>
   <source>Sample again</source>
   <translation>重新采样</translation>
  </message>
  <message>
   <source>Sample other poses for the same keypoints, from another seed</source>
   <translation>用其他种子为相同关键点采样其他姿态</translation>
  </message>
  <message>
   <source>Sampled poses</source>
   <translation>采样姿态数</translation>
  </message>
  <message>
   <source>Sampler</source>
   <translation>采样器</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>保存</translation>
  </message>
  <message>
   <source>Save a picture of the window</source>
   <translation>保存窗口截图</translation>
  </message>
  <message>
   <source>Save a pose, motion, picture, video or data for other programs</source>
   <translation>为其他程序保存姿态、动作、图像、视频或数据</translation>
  </message>
  <message>
   <source>Save everything that is being edited</source>
   <translation>保存正在编辑的所有内容</translation>
  </message>
  <message>
   <source>Save it under another name</source>
   <translation>以其他名称保存</translation>
  </message>
  <message>
   <source>Save project</source>
   <translation>保存项目</translation>
  </message>
  <message>
   <source>Save project as...</source>
   <translation>项目另存为...</translation>
  </message>
  <message>
   <source>Save screenshot...</source>
   <translation>保存截图...</translation>
  </message>
  <message>
   <source>Save the chosen pose in the library</source>
   <translation>将所选姿态保存到资源库</translation>
  </message>
  <message>
   <source>Save the file first, then drop it.</source>
   <translation>请先保存文件，再拖入。</translation>
  </message>
  <message>
   <source>Save the project?</source>
   <translation>保存项目？</translation>
  </message>
  <message>
   <source>Save this view...</source>
   <translation>保存此视图...</translation>
  </message>
  <message>
   <source>Save to the pose library</source>
   <translation>保存到姿态库</translation>
  </message>
  <message>
   <source>Save view</source>
   <translation>保存视图</translation>
  </message>
  <message>
   <source>Saved views</source>
   <translation>已保存的视图</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>已保存 {path}</translation>
  </message>
  <message>
   <source>Saving...</source>
   <translation>正在保存...</translation>
  </message>
  <message>
   <source>Scale assumed: leg length {length}</source>
   <translation>假定尺度：腿长 {length}</translation>
  </message>
  <message>
   <source>Score</source>
   <translation>评分</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>搜索</translation>
  </message>
  <message>
   <source>Search all commands by name</source>
   <translation>按名称搜索所有命令</translation>
  </message>
  <message>
   <source>Seconds</source>
   <translation>秒</translation>
  </message>
  <message>
   <source>See the 3D view as the virtual camera does</source>
   <translation>以虚拟相机视角查看 3D 视图</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>种子</translation>
  </message>
  <message>
   <source>Seed of the random numbers; the same seed gives the same poses</source>
   <translation>随机数种子；相同种子得到相同姿态</translation>
  </message>
  <message>
   <source>Select a clip, then assign its joints to the body's joints.</source>
   <translation>选择片段，然后将其关节对应到人体关节。</translation>
  </message>
  <message>
   <source>Select all keypoints</source>
   <translation>选择所有关键点</translation>
  </message>
  <message>
   <source>Select also the keypoints further along the limb</source>
   <translation>同时选择肢体更远端的关键点</translation>
  </message>
  <message>
   <source>Select every keypoint of the person</source>
   <translation>选择此人的所有关键点</translation>
  </message>
  <message>
   <source>Select frames from this one on</source>
   <translation>选择从此帧开始的帧</translation>
  </message>
  <message>
   <source>Select frames up to this one</source>
   <translation>选择到此帧为止的帧</translation>
  </message>
  <message>
   <source>Select limb</source>
   <translation>选择肢体</translation>
  </message>
  <message>
   <source>Select sampler</source>
   <translation>选择采样器</translation>
  </message>
  <message>
   <source>Select weights</source>
   <translation>选择权重</translation>
  </message>
  <message>
   <source>Selected</source>
   <translation>已选</translation>
  </message>
  <message>
   <source>Selected joints</source>
   <translation>所选关节</translation>
  </message>
  <message>
   <source>Selected pose</source>
   <translation>所选姿态</translation>
  </message>
  <message>
   <source>Set</source>
   <translation>设置</translation>
  </message>
  <message>
   <source>Set background picture...</source>
   <translation>设置背景图...</translation>
  </message>
  <message>
   <source>Set background {name}</source>
   <translation>设置背景 {name}</translation>
  </message>
  <message>
   <source>Set from view</source>
   <translation>由视图设置</translation>
  </message>
  <message>
   <source>Set the copied keys from this frame on</source>
   <translation>从此帧开始设置复制的关键帧</translation>
  </message>
  <message>
   <source>Set what each joint of the open clip is, its up axis and unit, and which of its people to read</source>
   <translation>设置片段各关节的含义、上轴和单位，以及读取哪个人物</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>设置</translation>
  </message>
  <message>
   <source>Share of synthetic poses, sampled within the joint limits of the data, to train on more poses than were captured.</source>
   <translation>合成姿态的比例，在数据的关节限制内采样，使训练姿态多于采集的姿态。</translation>
  </message>
  <message>
   <source>Shift+drag a keypoint</source>
   <translation>Shift+拖动关键点</translation>
  </message>
  <message>
   <source>Show a picture behind the keypoints that are open; Open would replace them</source>
   <translation>在当前关键点后显示图像；“打开”则会替换它们</translation>
  </message>
  <message>
   <source>Show earlier denoising steps of the selected pose</source>
   <translation>显示所选姿态较早的去噪步骤</translation>
  </message>
  <message>
   <source>Show handles on the selected pose and the camera</source>
   <translation>在所选姿态和相机上显示控制点</translation>
  </message>
  <message>
   <source>Show hidden, end comparing</source>
   <translation>显示隐藏项，结束比较</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>在文件夹中显示</translation>
  </message>
  <message>
   <source>Show sampled poses in the 3D view</source>
   <translation>在 3D 视图中显示采样姿态</translation>
  </message>
  <message>
   <source>Show the chosen person as large as fits the picture's view</source>
   <translation>将所选人物放大至适合图像视图</translation>
  </message>
  <message>
   <source>Show the chosen pose alone, or all again</source>
   <translation>仅显示所选姿态，或重新显示全部</translation>
  </message>
  <message>
   <source>Show the heatmaps of the keypoints detected in the picture: of the one under the pointer, of those selected, or of all</source>
   <translation>显示图像中检测到的关键点热图：指针下的、所选的或全部</translation>
  </message>
  <message>
   <source>Show the noisy samples of a step, or what the network estimates them to be</source>
   <translation>显示某一步的含噪样本，或网络对其的估计</translation>
  </message>
  <message>
   <source>Show the steps of a first session, on what is open or the example</source>
   <translation>在当前内容或示例上演示首次使用的步骤</translation>
  </message>
  <message>
   <source>Show the tour again</source>
   <translation>再次显示导览</translation>
  </message>
  <message>
   <source>Show the version and licence</source>
   <translation>显示版本和许可</translation>
  </message>
  <message>
   <source>Show what of this installation works, to paste into a report of a fault</source>
   <translation>显示此安装的哪些部分可用，可粘贴到故障报告中</translation>
  </message>
  <message>
   <source>Show {who}</source>
   <translation>显示{who}</translation>
  </message>
  <message>
   <source>Shown: {alternative}</source>
   <translation>显示：{alternative}</translation>
  </message>
  <message>
   <source>Side</source>
   <translation>侧视图</translation>
  </message>
  <message>
   <source>Sitting</source>
   <translation>坐姿</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>大小</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>跳过</translation>
  </message>
  <message>
   <source>Solo</source>
   <translation>单独显示</translation>
  </message>
  <message>
   <source>Solve each frame by itself</source>
   <translation>逐帧求解</translation>
  </message>
  <message>
   <source>Solve motion</source>
   <translation>求解动作</translation>
  </message>
  <message>
   <source>Solving the motion of {who}</source>
   <translation>正在求解{who}的动作</translation>
  </message>
  <message>
   <source>Spread</source>
   <translation>离散度</translation>
  </message>
  <message>
   <source>Spread in 3D</source>
   <translation>3D 离散度</translation>
  </message>
  <message>
   <source>Spread of the hypotheses over the steps</source>
   <translation>各步骤中假设的离散度</translation>
  </message>
  <message>
   <source>Spread, mm</source>
   <translation>离散度 (mm)</translation>
  </message>
  <message>
   <source>Square around a dot</source>
   <translation>点外的方框</translation>
  </message>
  <message>
   <source>Standard deviation of the keypoints, in percent of the person's size. Automatic: {found} for those detected in a picture, {exact} for those of a clip or moved by hand. With more noise, poses follow the keypoints less and differ more.</source>
   <translation>关键点的标准差，以人物尺寸的百分比计。自动：图像检测的为 {found}，片段或手动移动的为 {exact}。噪声越大，姿态越不紧随关键点，差异越大。</translation>
  </message>
  <message>
   <source>Standard deviation over all sampled poses, hips aligned</source>
   <translation>所有采样姿态的标准差（髋部对齐）</translation>
  </message>
  <message>
   <source>Standing figure</source>
   <translation>站立人体</translation>
  </message>
  <message>
   <source>Standing pose</source>
   <translation>站立姿态</translation>
  </message>
  <message>
   <source>Standing relaxed</source>
   <translation>放松站立</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>开始</translation>
  </message>
  <message>
   <source>Start from a figure standing upright</source>
   <translation>从直立人体开始</translation>
  </message>
  <message>
   <source>Start from weights</source>
   <translation>初始权重</translation>
  </message>
  <message>
   <source>Starting...</source>
   <translation>正在启动...</translation>
  </message>
  <message>
   <source>Step</source>
   <translation>步</translation>
  </message>
  <message>
   <source>Step {step} of {last}, noise level {noise}</source>
   <translation>第 {step} 步，共 {last} 步，噪声级 {noise}</translation>
  </message>
  <message>
   <source>Step {step} of {steps}, {rate} per second, {left} left. Loss {loss}, learning rate {lr}, gradient {gradient}.</source>
   <translation>第 {step} 步，共 {steps} 步，每秒 {rate} 步，剩余 {left}。损失 {loss}，学习率 {lr}，梯度 {gradient}。</translation>
  </message>
  <message>
   <source>Step {step}: {text}</source>
   <translation>第 {step} 步：{text}</translation>
  </message>
  <message>
   <source>Steps</source>
   <translation>步数</translation>
  </message>
  <message>
   <source>Steps:</source>
   <translation>步数：</translation>
  </message>
  <message>
   <source>Sticks</source>
   <translation>骨架线</translation>
  </message>
  <message>
   <source>Still required: {joints}.</source>
   <translation>仍需指定：{joints}。</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <source>Stop the export?</source>
   <translation>停止导出？</translation>
  </message>
  <message>
   <source>Stop, and delete {run} with its weights? This cannot be undone.</source>
   <translation>停止并删除 {run} 及其权重？此操作无法撤销。</translation>
  </message>
  <message>
   <source>Stopped before all clips had been read.</source>
   <translation>在读完所有片段前已停止。</translation>
  </message>
  <message>
   <source>Stopped before the first checkpoint.</source>
   <translation>在第一个检查点前已停止。</translation>
  </message>
  <message>
   <source>Stopped detecting keypoints in {picture}; press D to retry</source>
   <translation>已停止检测 {picture} 中的关键点；按 D 重试</translation>
  </message>
  <message>
   <source>Stopped solving the motion. An edit starts it again.</source>
   <translation>已停止求解动作。编辑后会重新开始。</translation>
  </message>
  <message>
   <source>Stopped: {done} of {all} frames searched; press D to go on</source>
   <translation>已停止：已搜索 {done}/{all} 帧；按 D 继续</translation>
  </message>
  <message>
   <source>Stored for every clip with this skeleton. Joints with * are required, others are interpolated.</source>
   <translation>应用于所有使用此骨架的片段。带 * 的关节必需，其余为插值。</translation>
  </message>
  <message>
   <source>Subject</source>
   <translation>对象</translation>
  </message>
  <message>
   <source>Subjects or clips, separated by commas, that are not trained on</source>
   <translation>不参与训练的对象或片段，以逗号分隔</translation>
  </message>
  <message>
   <source>Swap left and right</source>
   <translation>交换左右</translation>
  </message>
  <message>
   <source>Swap sides in range</source>
   <translation>交换范围内的左右</translation>
  </message>
  <message>
   <source>Swap sides in {frames}</source>
   <translation>交换{frames}的左右</translation>
  </message>
  <message>
   <source>Synthetic poses</source>
   <translation>合成姿态</translation>
  </message>
  <message>
   <source>System report</source>
   <translation>系统报告</translation>
  </message>
  <message>
   <source>System report...</source>
   <translation>系统报告...</translation>
  </message>
  <message>
   <source>T-pose</source>
   <translation>T 姿势</translation>
  </message>
  <message>
   <source>Tags</source>
   <translation>标签</translation>
  </message>
  <message>
   <source>Tags of {name}, separated by commas</source>
   <translation>{name} 的标签，以逗号分隔</translation>
  </message>
  <message>
   <source>Tags...</source>
   <translation>标签...</translation>
  </message>
  <message>
   <source>Temperature</source>
   <translation>温度</translation>
  </message>
  <message numerus="yes">
   <source>The %n sampled poses are much alike: the picture leaves little open.</source>
   <translation>
    <numerusform>%n 个采样姿态都很相似：图像几乎没有歧义。</numerusform>
   </translation>
  </message>
  <message>
   <source>The 3D view as it is turned now, at any size.</source>
   <translation>当前角度的 3D 视图，尺寸任意。</translation>
  </message>
  <message>
   <source>The 3D view needs OpenGL {version}; this display offers {offered}.</source>
   <translation>3D 视图需要 OpenGL {version}；此显示环境提供 {offered}。</translation>
  </message>
  <message>
   <source>The camera moves</source>
   <translation>相机在移动</translation>
  </message>
  <message>
   <source>The camera's R and t put it upside down or far away: expected a world in metres where Y is up.</source>
   <translation>相机的 R 和 t 使其倒置或过远：应为以米为单位、Y 轴向上的世界坐标。</translation>
  </message>
  <message>
   <source>The camera's picture of {old} pixels is scaled to {new}.</source>
   <translation>相机图像由 {old} 像素缩放为 {new}。</translation>
  </message>
  <message>
   <source>The denoising steps of this pose are not recorded.</source>
   <translation>此姿态的去噪步骤未记录。</translation>
  </message>
  <message>
   <source>The detector is not sure of this person: check the keypoints, or delete them.</source>
   <translation>检测器对此人物不确定：请检查关键点，或将其删除。</translation>
  </message>
  <message>
   <source>The documentation is not installed.</source>
   <translation>未安装文档。</translation>
  </message>
  <message>
   <source>The field of view cannot be inferred: it takes {people} people, or one in {people} frames, with {points} keypoints each.</source>
   <translation>无法推算视场角：需要 {people} 个人，或一个人的 {people} 帧，每个至少 {points} 个关键点。</translation>
  </message>
  <message>
   <source>The installation is examined; this takes some seconds.</source>
   <translation>正在检查安装，需要几秒钟。</translation>
  </message>
  <message>
   <source>The joint is hidden behind something; its place is a guess</source>
   <translation>关节被遮挡；位置为推测</translation>
  </message>
  <message>
   <source>The joint is seen in the picture</source>
   <translation>关节在图像中可见</translation>
  </message>
  <message>
   <source>The keypoints of this frame have not been found yet.</source>
   <translation>尚未检测此帧的关键点。</translation>
  </message>
  <message>
   <source>The language changes at the next start.</source>
   <translation>语言在下次启动时更改。</translation>
  </message>
  <message>
   <source>The last one stays open: {name}</source>
   <translation>最后一个保持打开：{name}</translation>
  </message>
  <message>
   <source>The lens and position of this camera are assumed; open a camera file to replace it.</source>
   <translation>此相机的镜头和位置为假定值；可打开相机文件替换。</translation>
  </message>
  <message>
   <source>The method by which a denoising step is computed</source>
   <translation>计算去噪步的方法</translation>
  </message>
  <message>
   <source>The motion as a web page, to turn and play it in any browser. Long ones are thinned out.</source>
   <translation>动作作为网页，可在任何浏览器中旋转和播放。较长的动作会被抽帧。</translation>
  </message>
  <message>
   <source>The motion in 3D, beside the video with the body drawn over it, or beside the keypoints.</source>
   <translation>3D 动作，与叠加人体的视频或关键点并排显示。</translation>
  </message>
  <message>
   <source>The motion of all frames on a skeleton, for animation programs.</source>
   <translation>所有帧的骨架动作，供动画软件使用。</translation>
  </message>
  <message>
   <source>The number of the frame</source>
   <translation>帧号</translation>
  </message>
  <message>
   <source>The people of what is open are listed here.</source>
   <translation>当前内容中的人物列在此处。</translation>
  </message>
  <message>
   <source>The picture itself, without a file</source>
   <translation>图片本身，无文件</translation>
  </message>
  <message>
   <source>The picture plane as vectors: keypoints, limbs and the poses as the camera sees them.</source>
   <translation>矢量图像平面：关键点、肢体和相机所见的姿态。</translation>
  </message>
  <message>
   <source>The place of the joint is not known; the pose decides it</source>
   <translation>关节位置未知；由姿态决定</translation>
  </message>
  <message>
   <source>The pose was made by hand; the others fit the same keypoints.</source>
   <translation>此姿态为手动制作；其他姿态符合相同的关键点。</translation>
  </message>
  <message>
   <source>The poses of this frame as a web page, to turn them and step through them in any browser.</source>
   <translation>此帧的姿态，作为网页，可在任何浏览器中旋转和逐个查看。</translation>
  </message>
  <message>
   <source>The project has been changed since it was saved.</source>
   <translation>项目自保存后已更改。</translation>
  </message>
  <message>
   <source>The selected 3D pose on a skeleton, for animation programs; glTF and USD have the mannequin, too.</source>
   <translation>所选 3D 姿态的骨架，供动画软件使用；glTF 和 USD 还包含人体模型。</translation>
  </message>
  <message>
   <source>The selected pose as it formed out of noise, as an animation.</source>
   <translation>所选姿态由噪声形成的过程，以动画表示。</translation>
  </message>
  <message>
   <source>The tour is shown at the next start</source>
   <translation>下次启动时显示导览</translation>
  </message>
  <message>
   <source>The two views have different cameras: choose another one for view 2.</source>
   <translation>两个视图应使用不同相机：请为视图 2 选择其他相机。</translation>
  </message>
  <message>
   <source>The views do not agree: the body is off by {share} of its size here.
Are the camera, the person and the moment the same?</source>
   <translation>视图不一致：此处人体偏差为其尺寸的 {share}。
相机、人物和时刻是否相同？</translation>
  </message>
  <message>
   <source>The virtual camera as JSON.</source>
   <translation>虚拟相机，JSON 格式。</translation>
  </message>
  <message>
   <source>The whole window</source>
   <translation>整个窗口</translation>
  </message>
  <message>
   <source>The window of PoseStudio as it is now.</source>
   <translation>当前的 PoseStudio 窗口。</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>主题</translation>
  </message>
  <message>
   <source>Theme, language, body, weights, autosaves and keys</source>
   <translation>主题、语言、人体、权重、自动保存和按键</translation>
  </message>
  <message>
   <source>There are no 3D poses yet.</source>
   <translation>尚无 3D 姿态。</translation>
  </message>
  <message>
   <source>There is no such folder.</source>
   <translation>没有此文件夹。</translation>
  </message>
  <message>
   <source>This display offers no OpenGL {version}, so the 3D view cannot be drawn.</source>
   <translation>此显示环境不支持 OpenGL {version}，无法绘制 3D 视图。</translation>
  </message>
  <message>
   <source>This run is finished; choose another folder for a new one.</source>
   <translation>此次训练已完成；新训练请选择其他文件夹。</translation>
  </message>
  <message>
   <source>Threads</source>
   <translation>线程数</translation>
  </message>
  <message>
   <source>Three 3D views</source>
   <translation>三个 3D 视图</translation>
  </message>
  <message>
   <source>Tick runs to compare their curves.</source>
   <translation>勾选训练以比较曲线。</translation>
  </message>
  <message>
   <source>Tilt of the trunk, degrees</source>
   <translation>躯干倾斜（度）</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>时间</translation>
  </message>
  <message>
   <source>Time of the frame</source>
   <translation>帧的时间</translation>
  </message>
  <message>
   <source>Timeline</source>
   <translation>时间轴</translation>
  </message>
  <message>
   <source>Top</source>
   <translation>顶视图</translation>
  </message>
  <message>
   <source>Trails</source>
   <translation>轨迹</translation>
  </message>
  <message>
   <source>Train</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>Train a model</source>
   <translation>训练模型</translation>
  </message>
  <message>
   <source>Train on these motions</source>
   <translation>用这些动作训练</translation>
  </message>
  <message>
   <source>Train weights of your own</source>
   <translation>训练自己的权重</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>Training: {those}. Validation: {others}.</source>
   <translation>训练：{those}。验证：{others}。</translation>
  </message>
  <message>
   <source>Trains on everybody. Validation scores are then no longer meaningful.</source>
   <translation>用所有对象训练。此后验证分数不再有意义。</translation>
  </message>
  <message>
   <source>Translucent bodies</source>
   <translation>半透明人体</translation>
  </message>
  <message>
   <source>Transparent background</source>
   <translation>透明背景</translation>
  </message>
  <message>
   <source>Trim to {frames}</source>
   <translation>修剪为{frames}</translation>
  </message>
  <message>
   <source>Try an example</source>
   <translation>试用示例</translation>
  </message>
  <message>
   <source>Turn the virtual camera towards the person</source>
   <translation>将虚拟相机转向人物</translation>
  </message>
  <message>
   <source>Two 3D views</source>
   <translation>两个 3D 视图</translation>
  </message>
  <message>
   <source>Type a name for the file.</source>
   <translation>请输入文件名。</translation>
  </message>
  <message>
   <source>Type the name of a command</source>
   <translation>输入命令名称</translation>
  </message>
  <message>
   <source>USD, as text</source>
   <translation>USD，文本</translation>
  </message>
  <message>
   <source>USD, binary</source>
   <translation>USD，二进制</translation>
  </message>
  <message>
   <source>USD, packaged</source>
   <translation>USD，打包</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>Undo the last change</source>
   <translation>撤销上次更改</translation>
  </message>
  <message>
   <source>Undo {edit}</source>
   <translation>撤销{edit}</translation>
  </message>
  <message>
   <source>Unit</source>
   <translation>单位</translation>
  </message>
  <message>
   <source>Unpin every joint of this person</source>
   <translation>取消固定此人的所有关节</translation>
  </message>
  <message>
   <source>Unpin in 3D</source>
   <translation>取消 3D 固定</translation>
  </message>
  <message>
   <source>Unpin {joint}</source>
   <translation>取消固定{joint}</translation>
  </message>
  <message>
   <source>Until the motion is solved, each frame is solved by itself.</source>
   <translation>动作求解完成前，各帧单独求解。</translation>
  </message>
  <message>
   <source>Up axis</source>
   <translation>上轴</translation>
  </message>
  <message>
   <source>Use another seed, for other poses (N)</source>
   <translation>使用其他种子以得到其他姿态 (N)</translation>
  </message>
  <message>
   <source>Use as background behind these joints</source>
   <translation>用作这些关节的背景</translation>
  </message>
  <message>
   <source>Use for lifting</source>
   <translation>用于 3D 求解</translation>
  </message>
  <message>
   <source>Use the selected run's settings for another run</source>
   <translation>将所选训练的设置用于另一次训练</translation>
  </message>
  <message>
   <source>Use this answer in place of the one shown</source>
   <translation>用此结果替换当前结果</translation>
  </message>
  <message>
   <source>Use this camera</source>
   <translation>使用此相机</translation>
  </message>
  <message>
   <source>Use trained weights</source>
   <translation>使用训练所得权重</translation>
  </message>
  <message>
   <source>Use weights</source>
   <translation>使用权重</translation>
  </message>
  <message>
   <source>Use {frames} again</source>
   <translation>重新使用{frames}</translation>
  </message>
  <message>
   <source>VRM animation</source>
   <translation>VRM 动画</translation>
  </message>
  <message>
   <source>VRM avatar in a T-pose</source>
   <translation>T 形姿势的 VRM 虚拟形象</translation>
  </message>
  <message>
   <source>Validate with</source>
   <translation>验证对象</translation>
  </message>
  <message>
   <source>Variants of one pose: the picture leaves little open</source>
   <translation>同一姿态的变体：图像几乎没有歧义</translation>
  </message>
  <message>
   <source>Variants of one pose; the keypoints are weak: check them</source>
   <translation>同一姿态的变体；关键点置信度低，请检查</translation>
  </message>
  <message>
   <source>Vertical; small for a telephoto lens, large for a wide-angle one</source>
   <translation>垂直方向；长焦较小，广角较大</translation>
  </message>
  <message>
   <source>Video</source>
   <translation>视频</translation>
  </message>
  <message>
   <source>Video of the denoising</source>
   <translation>去噪过程视频</translation>
  </message>
  <message>
   <source>Video of the motion</source>
   <translation>动作视频</translation>
  </message>
  <message>
   <source>Video...</source>
   <translation>视频...</translation>
  </message>
  <message>
   <source>Videos</source>
   <translation>视频</translation>
  </message>
  <message>
   <source>Videos, sequences and clips over time</source>
   <translation>视频、序列和动作片段</translation>
  </message>
  <message>
   <source>View</source>
   <translation>视图</translation>
  </message>
  <message>
   <source>View 1</source>
   <translation>视图 1</translation>
  </message>
  <message>
   <source>View 1's camera is not known yet: choose it, too.</source>
   <translation>视图 1 的相机尚未知：请一并选择。</translation>
  </message>
  <message>
   <source>View 1's camera is not known, so that of view 2 alone says nothing. Open view 1's camera file first, choose a file of both cameras, or let view 2's be found from the pose.</source>
   <translation>视图 1 的相机未知，仅有视图 2 的相机没有意义。请先打开视图 1 的相机文件，选择包含两个相机的文件，或由姿态推算视图 2 的相机。</translation>
  </message>
  <message>
   <source>View 2</source>
   <translation>视图 2</translation>
  </message>
  <message>
   <source>View {number}</source>
   <translation>视图 {number}</translation>
  </message>
  <message>
   <source>Visible</source>
   <translation>可见</translation>
  </message>
  <message>
   <source>Visible, occluded, missing</source>
   <translation>可见、遮挡、缺失</translation>
  </message>
  <message>
   <source>Wait until the clips are read.</source>
   <translation>请等待片段读取完成。</translation>
  </message>
  <message>
   <source>Walking</source>
   <translation>行走</translation>
  </message>
  <message>
   <source>Waving</source>
   <translation>挥手</translation>
  </message>
  <message>
   <source>Web addresses cannot be opened</source>
   <translation>无法打开网址</translation>
  </message>
  <message>
   <source>Weights</source>
   <translation>权重</translation>
  </message>
  <message>
   <source>Weights of the trained network</source>
   <translation>训练所得网络的权重</translation>
  </message>
  <message>
   <source>What</source>
   <translation>内容</translation>
  </message>
  <message>
   <source>What is open has one frame.</source>
   <translation>当前内容只有一帧。</translation>
  </message>
  <message>
   <source>What the network predicts. Automatic: the velocity, or what the weights to start from predict.</source>
   <translation>网络预测的量。自动：速度，或初始权重所预测的量。</translation>
  </message>
  <message>
   <source>What to export</source>
   <translation>导出内容</translation>
  </message>
  <message>
   <source>What would you like to pose?</source>
   <translation>从哪里开始？</translation>
  </message>
  <message>
   <source>Wheel</source>
   <translation>滚轮</translation>
  </message>
  <message>
   <source>Where did the camera of {name} stand?</source>
   <translation>{name} 的相机在哪里？</translation>
  </message>
  <message>
   <source>While a joint is dragged or turned, that of the other side moves as its mirror image</source>
   <translation>拖动或旋转关节时，另一侧的关节镜像运动</translation>
  </message>
  <message>
   <source>While joints are dragged, feet stay above the floor, and those that stand on it stay there</source>
   <translation>拖动关节时，脚保持在地面以上，着地的脚保持不动</translation>
  </message>
  <message>
   <source>Width</source>
   <translation>宽度</translation>
  </message>
  <message>
   <source>Workspace</source>
   <translation>工作区</translation>
  </message>
  <message>
   <source>Workspaces</source>
   <translation>工作区</translation>
  </message>
  <message>
   <source>Writing {name}</source>
   <translation>正在写入 {name}</translation>
  </message>
  <message>
   <source>Y up (also for Blender, which turns it)</source>
   <translation>Y 轴向上（也适用于 Blender，导入时会转换）</translation>
  </message>
  <message>
   <source>Z up</source>
   <translation>Z 轴向上</translation>
  </message>
  <message>
   <source>a keypoint that is visible, occluded, missing</source>
   <translation>可见、遮挡、缺失的关键点</translation>
  </message>
  <message>
   <source>a limb is too long for the body: correct its joints</source>
   <translation>肢体对人体而言过长：请修正其关节</translation>
  </message>
  <message>
   <source>a limb is too short for the body: correct its joints</source>
   <translation>肢体对人体而言过短：请修正其关节</translation>
  </message>
  <message>
   <source>a picture of {width} x {height} pixels does not fit into memory</source>
   <translation>{width} x {height} 像素的图像超出内存</translation>
  </message>
  <message>
   <source>alternatives that fit the same keypoints</source>
   <translation>与相同关键点相符的备选姿态</translation>
  </message>
  <message numerus="yes">
   <source>and %n more</source>
   <translation>
    <numerusform>等另外 %n 个</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>and %n rarer ones</source>
   <translation>
    <numerusform>以及 %n 个较少见的</numerusform>
   </translation>
  </message>
  <message>
   <source>ankle</source>
   <translation>踝</translation>
  </message>
  <message>
   <source>arms</source>
   <translation>手臂</translation>
  </message>
  <message>
   <source>arms back</source>
   <translation>双臂向后</translation>
  </message>
  <message>
   <source>arms forward</source>
   <translation>双臂向前</translation>
  </message>
  <message>
   <source>arms higher</source>
   <translation>双臂更高</translation>
  </message>
  <message>
   <source>arms in</source>
   <translation>双臂向内</translation>
  </message>
  <message>
   <source>arms lower</source>
   <translation>双臂更低</translation>
  </message>
  <message>
   <source>arms out</source>
   <translation>双臂向外</translation>
  </message>
  <message>
   <source>at {rate} fps</source>
   <translation>{rate} fps</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>自动</translation>
  </message>
  <message>
   <source>back</source>
   <translation>背面</translation>
  </message>
  <message>
   <source>best so far</source>
   <translation>目前最佳</translation>
  </message>
  <message>
   <source>beyond its range</source>
   <translation>超出范围</translation>
  </message>
  <message>
   <source>blue dashes: too short for the body</source>
   <translation>蓝色虚线：对人体而言过短</translation>
  </message>
  <message>
   <source>body turned to its left</source>
   <translation>身体左转</translation>
  </message>
  <message>
   <source>body turned to its right</source>
   <translation>身体右转</translation>
  </message>
  <message>
   <source>camera</source>
   <translation>相机</translation>
  </message>
  <message>
   <source>cannot be read</source>
   <translation>无法读取</translation>
  </message>
  <message>
   <source>centimetres</source>
   <translation>厘米</translation>
  </message>
  <message>
   <source>chest</source>
   <translation>胸</translation>
  </message>
  <message>
   <source>choose that alternative; a joint of the chosen one is shown in the inspector</source>
   <translation>选用该备选；已选姿态的关节显示在检查器中</translation>
  </message>
  <message>
   <source>clean pose (EDM)</source>
   <translation>干净姿态 (EDM)</translation>
  </message>
  <message>
   <source>clip</source>
   <translation>片段</translation>
  </message>
  <message>
   <source>confidence {share}</source>
   <translation>置信度 {share}</translation>
  </message>
  <message>
   <source>correct it, with all selected ones; without a photograph, the body follows</source>
   <translation>修正它及所有已选点；没有照片时身体随之运动</translation>
  </message>
  <message>
   <source>detect the keypoints of the person in it</source>
   <translation>检测框内人物的关键点</translation>
  </message>
  <message>
   <source>doubtful</source>
   <translation>存疑</translation>
  </message>
  <message>
   <source>edit that person</source>
   <translation>编辑该人物</translation>
  </message>
  <message>
   <source>elbow</source>
   <translation>肘</translation>
  </message>
  <message>
   <source>ended with status {status}</source>
   <translation>以状态 {status} 结束</translation>
  </message>
  <message>
   <source>expected the last not before the first</source>
   <translation>末帧不应早于首帧</translation>
  </message>
  <message>
   <source>facing the other way</source>
   <translation>朝向相反</translation>
  </message>
  <message>
   <source>fairly sure</source>
   <translation>较可靠</translation>
  </message>
  <message>
   <source>figure</source>
   <translation>人体</translation>
  </message>
  <message>
   <source>finds the people in a picture</source>
   <translation>检测图像中的人物</translation>
  </message>
  <message>
   <source>for {program}</source>
   <translation>适用于 {program}</translation>
  </message>
  <message>
   <source>forearm</source>
   <translation>前臂</translation>
  </message>
  <message>
   <source>frame {number}</source>
   <translation>第 {number} 帧</translation>
  </message>
  <message>
   <source>frames {first} to {last}</source>
   <translation>第 {first} 至 {last} 帧</translation>
  </message>
  <message>
   <source>front</source>
   <translation>正面</translation>
  </message>
  <message>
   <source>glTF, as text</source>
   <translation>glTF，文本</translation>
  </message>
  <message>
   <source>glTF, one file</source>
   <translation>glTF，单个文件</translation>
  </message>
  <message>
   <source>go through the frames</source>
   <translation>浏览各帧</translation>
  </message>
  <message>
   <source>hand</source>
   <translation>手</translation>
  </message>
  <message>
   <source>head</source>
   <translation>头</translation>
  </message>
  <message>
   <source>head top</source>
   <translation>头顶</translation>
  </message>
  <message>
   <source>heel</source>
   <translation>脚跟</translation>
  </message>
  <message>
   <source>hip</source>
   <translation>髋</translation>
  </message>
  <message>
   <source>hips</source>
   <translation>髋部</translation>
  </message>
  <message>
   <source>in 3D {spread}</source>
   <translation>3D {spread}</translation>
  </message>
  <message>
   <source>in and out: leave out what is before or after it</source>
   <translation>入点和出点：略去之前或之后的部分</translation>
  </message>
  <message>
   <source>inches</source>
   <translation>英寸</translation>
  </message>
  <message numerus="yes">
   <source>it has %n frames</source>
   <translation>
    <numerusform>它有 %n 帧</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>it has %n frames, and the project is about {others}</source>
   <translation>
    <numerusform>它有 %n 帧，而项目为 {others} 帧</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>it has %n frames, and the project uses frame {frame} of it</source>
   <translation>
    <numerusform>它有 %n 帧，而项目使用第 {frame} 帧</numerusform>
   </translation>
  </message>
  <message>
   <source>it has been changed on disk by another window or program; save it under another name to keep both</source>
   <translation>它已被其他窗口或程序更改；请另存以保留两者</translation>
  </message>
  <message>
   <source>it has no keypoints of a picture</source>
   <translation>它没有图像的关键点</translation>
  </message>
  <message>
   <source>key</source>
   <translation>关键帧</translation>
  </message>
  <message>
   <source>key: drag it to another frame, Del deletes it</source>
   <translation>关键帧：拖到其他帧，按 Del 删除</translation>
  </message>
  <message>
   <source>knee</source>
   <translation>膝</translation>
  </message>
  <message>
   <source>large</source>
   <translation>大</translation>
  </message>
  <message>
   <source>leaning back</source>
   <translation>后仰</translation>
  </message>
  <message>
   <source>leaning forward</source>
   <translation>前倾</translation>
  </message>
  <message>
   <source>left ankle</source>
   <translation>左踝</translation>
  </message>
  <message>
   <source>left arm back</source>
   <translation>左臂向后</translation>
  </message>
  <message>
   <source>left arm forward</source>
   <translation>左臂向前</translation>
  </message>
  <message>
   <source>left arm higher</source>
   <translation>左臂更高</translation>
  </message>
  <message>
   <source>left arm in</source>
   <translation>左臂向内</translation>
  </message>
  <message>
   <source>left arm lower</source>
   <translation>左臂更低</translation>
  </message>
  <message>
   <source>left arm out</source>
   <translation>左臂向外</translation>
  </message>
  <message>
   <source>left collar</source>
   <translation>左锁骨</translation>
  </message>
  <message>
   <source>left ear</source>
   <translation>左耳</translation>
  </message>
  <message>
   <source>left elbow</source>
   <translation>左肘</translation>
  </message>
  <message>
   <source>left eye</source>
   <translation>左眼</translation>
  </message>
  <message>
   <source>left forearm</source>
   <translation>左前臂</translation>
  </message>
  <message>
   <source>left hand</source>
   <translation>左手</translation>
  </message>
  <message>
   <source>left heel</source>
   <translation>左脚跟</translation>
  </message>
  <message>
   <source>left hip</source>
   <translation>左髋</translation>
  </message>
  <message>
   <source>left knee</source>
   <translation>左膝</translation>
  </message>
  <message>
   <source>left leg back</source>
   <translation>左腿向后</translation>
  </message>
  <message>
   <source>left leg forward</source>
   <translation>左腿向前</translation>
  </message>
  <message>
   <source>left leg higher</source>
   <translation>左腿更高</translation>
  </message>
  <message>
   <source>left leg in</source>
   <translation>左腿向内</translation>
  </message>
  <message>
   <source>left leg lower</source>
   <translation>左腿更低</translation>
  </message>
  <message>
   <source>left leg out</source>
   <translation>左腿向外</translation>
  </message>
  <message>
   <source>left shin</source>
   <translation>左小腿</translation>
  </message>
  <message>
   <source>left shoulder</source>
   <translation>左肩</translation>
  </message>
  <message>
   <source>left thigh</source>
   <translation>左大腿</translation>
  </message>
  <message>
   <source>left toe</source>
   <translation>左脚趾</translation>
  </message>
  <message>
   <source>left upper arm</source>
   <translation>左上臂</translation>
  </message>
  <message>
   <source>left wrist</source>
   <translation>左腕</translation>
  </message>
  <message>
   <source>legs back</source>
   <translation>双腿向后</translation>
  </message>
  <message>
   <source>legs forward</source>
   <translation>双腿向前</translation>
  </message>
  <message>
   <source>legs higher</source>
   <translation>双腿更高</translation>
  </message>
  <message>
   <source>legs in</source>
   <translation>双腿向内</translation>
  </message>
  <message>
   <source>legs lower</source>
   <translation>双腿更低</translation>
  </message>
  <message>
   <source>legs out</source>
   <translation>双腿向外</translation>
  </message>
  <message>
   <source>low</source>
   <translation>低位</translation>
  </message>
  <message>
   <source>made by hand</source>
   <translation>手动制作</translation>
  </message>
  <message>
   <source>make the selected keypoints missing; without any, delete the person</source>
   <translation>将所选关键点设为缺失；未选时删除人物</translation>
  </message>
  <message>
   <source>marked as missing</source>
   <translation>标记为缺失</translation>
  </message>
  <message>
   <source>mean-pose baseline</source>
   <translation>平均姿态基线</translation>
  </message>
  <message>
   <source>medium</source>
   <translation>中</translation>
  </message>
  <message>
   <source>menu of the body, or of the view</source>
   <translation>人体或视图的菜单</translation>
  </message>
  <message>
   <source>menu of the joint</source>
   <translation>关节菜单</translation>
  </message>
  <message>
   <source>menu: detect again, delete the person, add a missing keypoint</source>
   <translation>菜单：重新检测、删除人物、添加缺失的关键点</translation>
  </message>
  <message>
   <source>menu: visible, occluded, missing, pin, reset, mirror, select limb; V cycles the first</source>
   <translation>菜单：可见、遮挡、缺失、固定、重置、镜像、选择肢体；V 循环切换前三项</translation>
  </message>
  <message>
   <source>metres</source>
   <translation>米</translation>
  </message>
  <message>
   <source>millimetres</source>
   <translation>毫米</translation>
  </message>
  <message>
   <source>missing</source>
   <translation>缺失</translation>
  </message>
  <message>
   <source>motions that the lifters and the joint limits learnt from</source>
   <translation>用于学习 3D 求解和关节限制的动作</translation>
  </message>
  <message>
   <source>move it alone, where the body would follow</source>
   <translation>仅移动该点，身体不跟随</translation>
  </message>
  <message>
   <source>move it to another frame; Ctrl+click selects several, Del deletes them</source>
   <translation>移到其他帧；Ctrl+单击选择多个，Del 删除</translation>
  </message>
  <message>
   <source>move it with those further along the limb: elbow and wrist, knee and ankle</source>
   <translation>连同肢体远端一起移动：肘和腕、膝和踝</translation>
  </message>
  <message>
   <source>move or resize it, and detect the keypoints in it again</source>
   <translation>移动或缩放边框，并重新检测其中的关键点</translation>
  </message>
  <message>
   <source>move the joint with the rings by 1 cm, with Shift by 10</source>
   <translation>将带圆环的关节移动 1 cm，按 Shift 移动 10 cm</translation>
  </message>
  <message>
   <source>move the panel to the other side, float it, close it</source>
   <translation>将面板移到另一侧、设为浮动或关闭</translation>
  </message>
  <message>
   <source>move the selected keys by a frame</source>
   <translation>将所选关键帧移动一帧</translation>
  </message>
  <message>
   <source>move the virtual camera about the person</source>
   <translation>使虚拟相机绕人物移动</translation>
  </message>
  <message>
   <source>moving</source>
   <translation>运动</translation>
  </message>
  <message>
   <source>neck</source>
   <translation>颈</translation>
  </message>
  <message>
   <source>nobody</source>
   <translation>无人</translation>
  </message>
  <message>
   <source>nobody is seen in any frame</source>
   <translation>任何帧中都没有人物</translation>
  </message>
  <message>
   <source>nobody is seen in at least two frames, and there are no keys</source>
   <translation>没有人物出现在至少两帧中，且没有关键帧</translation>
  </message>
  <message>
   <source>noise, absolute error</source>
   <translation>噪声，绝对误差</translation>
  </message>
  <message>
   <source>noise, squared error</source>
   <translation>噪声，平方误差</translation>
  </message>
  <message>
   <source>none</source>
   <translation>无</translation>
  </message>
  <message>
   <source>nose</source>
   <translation>鼻</translation>
  </message>
  <message>
   <source>not known: the file does not say</source>
   <translation>未知：文件未说明</translation>
  </message>
  <message>
   <source>not searched yet</source>
   <translation>尚未搜索</translation>
  </message>
  <message>
   <source>nothing</source>
   <translation>无</translation>
  </message>
  <message>
   <source>nudge the selected keypoints by a pixel, with Shift by ten; without any, go through the frames</source>
   <translation>将所选关键点移动一个像素，按 Shift 移动十个；未选时浏览各帧</translation>
  </message>
  <message>
   <source>occluded</source>
   <translation>遮挡</translation>
  </message>
  <message>
   <source>of {frames}</source>
   <translation>共 {frames}</translation>
  </message>
  <message>
   <source>orbit the virtual camera</source>
   <translation>环绕虚拟相机</translation>
  </message>
  <message>
   <source>orbit, pan, zoom</source>
   <translation>环绕、平移、缩放</translation>
  </message>
  <message>
   <source>orthographic</source>
   <translation>正交</translation>
  </message>
  <message>
   <source>pan; double-click to fit</source>
   <translation>平移；双击适配</translation>
  </message>
  <message>
   <source>people have been looked for in {done} of {all} frames so far</source>
   <translation>目前已在 {all} 帧中的 {done} 帧检测人物</translation>
  </message>
  <message>
   <source>perspective</source>
   <translation>透视</translation>
  </message>
  <message>
   <source>photographs that the keypoint detector learnt from; for research use only</source>
   <translation>用于学习关键点检测器的照片；仅供研究使用</translation>
  </message>
  <message>
   <source>picture</source>
   <translation>图像</translation>
  </message>
  <message>
   <source>pin the joint, or unpin it</source>
   <translation>固定或取消固定关节</translation>
  </message>
  <message>
   <source>placed by hand</source>
   <translation>手动放置</translation>
  </message>
  <message>
   <source>play the steps, go through them, while the panel has the focus</source>
   <translation>面板获得焦点时，播放和浏览各步骤</translation>
  </message>
  <message>
   <source>poses</source>
   <translation>个姿态</translation>
  </message>
  <message>
   <source>poses and motions that the lifters and the joint limits learnt from; free for all uses</source>
   <translation>用于学习 3D 求解和关节限制的姿态与动作；可自由使用</translation>
  </message>
  <message>
   <source>project</source>
   <translation>项目</translation>
  </message>
  <message>
   <source>red dashes: too long for the body</source>
   <translation>红色虚线：对人体而言过长</translation>
  </message>
  <message>
   <source>reference</source>
   <translation>参考</translation>
  </message>
  <message>
   <source>rerun recording</source>
   <translation>rerun 录制文件</translation>
  </message>
  <message>
   <source>right ankle</source>
   <translation>右踝</translation>
  </message>
  <message>
   <source>right arm back</source>
   <translation>右臂向后</translation>
  </message>
  <message>
   <source>right arm forward</source>
   <translation>右臂向前</translation>
  </message>
  <message>
   <source>right arm higher</source>
   <translation>右臂更高</translation>
  </message>
  <message>
   <source>right arm in</source>
   <translation>右臂向内</translation>
  </message>
  <message>
   <source>right arm lower</source>
   <translation>右臂更低</translation>
  </message>
  <message>
   <source>right arm out</source>
   <translation>右臂向外</translation>
  </message>
  <message>
   <source>right collar</source>
   <translation>右锁骨</translation>
  </message>
  <message>
   <source>right ear</source>
   <translation>右耳</translation>
  </message>
  <message>
   <source>right elbow</source>
   <translation>右肘</translation>
  </message>
  <message>
   <source>right eye</source>
   <translation>右眼</translation>
  </message>
  <message>
   <source>right forearm</source>
   <translation>右前臂</translation>
  </message>
  <message>
   <source>right hand</source>
   <translation>右手</translation>
  </message>
  <message>
   <source>right heel</source>
   <translation>右脚跟</translation>
  </message>
  <message>
   <source>right hip</source>
   <translation>右髋</translation>
  </message>
  <message>
   <source>right knee</source>
   <translation>右膝</translation>
  </message>
  <message>
   <source>right leg back</source>
   <translation>右腿向后</translation>
  </message>
  <message>
   <source>right leg forward</source>
   <translation>右腿向前</translation>
  </message>
  <message>
   <source>right leg higher</source>
   <translation>右腿更高</translation>
  </message>
  <message>
   <source>right leg in</source>
   <translation>右腿向内</translation>
  </message>
  <message>
   <source>right leg lower</source>
   <translation>右腿更低</translation>
  </message>
  <message>
   <source>right leg out</source>
   <translation>右腿向外</translation>
  </message>
  <message>
   <source>right shin</source>
   <translation>右小腿</translation>
  </message>
  <message>
   <source>right shoulder</source>
   <translation>右肩</translation>
  </message>
  <message>
   <source>right thigh</source>
   <translation>右大腿</translation>
  </message>
  <message>
   <source>right toe</source>
   <translation>右脚趾</translation>
  </message>
  <message>
   <source>right upper arm</source>
   <translation>右上臂</translation>
  </message>
  <message>
   <source>right wrist</source>
   <translation>右腕</translation>
  </message>
  <message>
   <source>see an alternative in 3D, choose it, compare it with the chosen one</source>
   <translation>在 3D 中预览备选、选用、与已选姿态比较</translation>
  </message>
  <message>
   <source>see how sure the detector was of it, and its heatmap alone</source>
   <translation>查看检测器的确信程度及其单独的热图</translation>
  </message>
  <message>
   <source>select a range of frames</source>
   <translation>选择帧范围</translation>
  </message>
  <message>
   <source>select several keypoints</source>
   <translation>选择多个关键点</translation>
  </message>
  <message>
   <source>selected: {frames}</source>
   <translation>已选：{frames}</translation>
  </message>
  <message>
   <source>shin</source>
   <translation>小腿</translation>
  </message>
  <message>
   <source>shoulder</source>
   <translation>肩</translation>
  </message>
  <message>
   <source>sides swapped</source>
   <translation>左右已交换</translation>
  </message>
  <message>
   <source>sitting</source>
   <translation>坐</translation>
  </message>
  <message>
   <source>small</source>
   <translation>小</translation>
  </message>
  <message>
   <source>small differences</source>
   <translation>差异很小</translation>
  </message>
  <message>
   <source>spine</source>
   <translation>脊柱</translation>
  </message>
  <message>
   <source>standing</source>
   <translation>站立</translation>
  </message>
  <message>
   <source>statistics of keypoint labels for the lifters</source>
   <translation>用于 3D 求解的关键点标注统计</translation>
  </message>
  <message>
   <source>sure</source>
   <translation>可靠</translation>
  </message>
  <message>
   <source>the denoising steps of these poses were not recorded: release the joint first</source>
   <translation>这些姿态的去噪步骤未记录：请先松开关节</translation>
  </message>
  <message>
   <source>the detector was less than half sure of it</source>
   <translation>检测器对它的置信度不到一半</translation>
  </message>
  <message>
   <source>the file does not say where view 2's camera stands: choose a calibration that does, or let it be found from the pose</source>
   <translation>文件未说明视图 2 相机的位置：请选择包含位置的标定，或由姿态推算</translation>
  </message>
  <message>
   <source>the joint is pinned in 3D</source>
   <translation>该关节已在 3D 中固定</translation>
  </message>
  <message>
   <source>the keypoints of these frames are unsure; U goes to the next</source>
   <translation>这些帧的关键点不确定；按 U 转到下一处</translation>
  </message>
  <message>
   <source>the keypoints there are unsure, or the person is lost</source>
   <translation>该处关键点不确定，或人物丢失</translation>
  </message>
  <message>
   <source>the libraries that PoseStudio stands on</source>
   <translation>PoseStudio 所用的程序库</translation>
  </message>
  <message>
   <source>the most likely</source>
   <translation>可能性最大</translation>
  </message>
  <message>
   <source>the person is not seen</source>
   <translation>未见人物</translation>
  </message>
  <message>
   <source>the person's own left and right side</source>
   <translation>人物自身的左侧和右侧</translation>
  </message>
  <message>
   <source>the place of view 1's camera is not known, so that of view 2 says nothing: choose the cameras of both, or let view 2's be found from the pose</source>
   <translation>视图 1 相机的位置未知，仅有视图 2 的位置没有意义：请选择两者的相机，或由姿态推算视图 2 的相机</translation>
  </message>
  <message>
   <source>the rest of the body is free</source>
   <translation>身体其余部分自由</translation>
  </message>
  <message>
   <source>the rest stays where it can; with Shift only up and down, with Ctrl horizontally</source>
   <translation>其余部分尽量不动；Shift 仅上下，Ctrl 仅水平</translation>
  </message>
  <message numerus="yes">
   <source>there are %n views already, the most that can be open</source>
   <translation>
    <numerusform>已有 %n 个视图，达到上限</numerusform>
   </translation>
  </message>
  <message>
   <source>there are no 3D poses to export yet</source>
   <translation>尚无可导出的 3D 姿态</translation>
  </message>
  <message>
   <source>thigh</source>
   <translation>大腿</translation>
  </message>
  <message>
   <source>to</source>
   <translation>至</translation>
  </message>
  <message>
   <source>toe</source>
   <translation>脚趾</translation>
  </message>
  <message>
   <source>too long for this body</source>
   <translation>对此人体而言过长</translation>
  </message>
  <message>
   <source>too short for this body</source>
   <translation>对此人体而言过短</translation>
  </message>
  <message>
   <source>training</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>turn the joint, at the hips the figure; with Ctrl by 15° steps</source>
   <translation>旋转关节，在髋部则旋转整体；Ctrl 以 15° 为步进</translation>
  </message>
  <message>
   <source>unsure</source>
   <translation>不确定</translation>
  </message>
  <message>
   <source>upper arm</source>
   <translation>上臂</translation>
  </message>
  <message>
   <source>validation</source>
   <translation>验证</translation>
  </message>
  <message>
   <source>velocity (flow matching)</source>
   <translation>速度（流匹配）</translation>
  </message>
  <message>
   <source>video</source>
   <translation>视频</translation>
  </message>
  <message>
   <source>video, {width} x {height} pixels</source>
   <translation>视频，{width} x {height} 像素</translation>
  </message>
  <message>
   <source>view {number}: {problem}</source>
   <translation>视图 {number}：{problem}</translation>
  </message>
  <message>
   <source>visible</source>
   <translation>可见</translation>
  </message>
  <message>
   <source>web page</source>
   <translation>网页</translation>
  </message>
  <message>
   <source>weights</source>
   <translation>权重</translation>
  </message>
  <message>
   <source>what was being edited</source>
   <translation>上次编辑的内容</translation>
  </message>
  <message>
   <source>where the detector sees a joint; none of those placed by hand</source>
   <translation>检测器认为关节所在之处；手动放置的关节不显示</translation>
  </message>
  <message>
   <source>where the training of the keypoint detector began</source>
   <translation>关键点检测器训练的起点</translation>
  </message>
  <message>
   <source>wrist</source>
   <translation>腕</translation>
  </message>
  <message>
   <source>x and y in pixels of the picture</source>
   <translation>x 和 y，以图像像素计</translation>
  </message>
  <message>
   <source>zoom to the pointer</source>
   <translation>向指针缩放</translation>
  </message>
  <message>
   <source>zoom to the pointer, scroll; double-click the ruler to see all</source>
   <translation>向指针缩放、滚动；双击标尺显示全部</translation>
  </message>
  <message>
   <source>{answer}, {percent} %</source>
   <translation>{answer}，{percent}%</translation>
  </message>
  <message>
   <source>{answer}? {share} likely. Right-click to choose.</source>
   <translation>{answer}？可能性 {share}。右键单击选择。</translation>
  </message>
  <message>
   <source>{bone}: where it points, on the front of the sphere and on its back. The person's left is on the right in front, on the left behind; right limbs are mirrored.</source>
   <translation>{bone}：在球的正面和背面的指向。人物左侧在正面的右边、背面的左边；右侧肢体作镜像处理。</translation>
  </message>
  <message>
   <source>{count} (there are more)</source>
   <translation>{count}（还有更多）</translation>
  </message>
  <message>
   <source>{count} of {all} poses have a bone beyond the joint limits of the training data.</source>
   <translation>{all} 个姿态中有 {count} 个的骨骼超出训练数据的关节限制。</translation>
  </message>
  <message>
   <source>{count} people found in {name}</source>
   <translation>在 {name} 中找到 {count} 人</translation>
  </message>
  <message>
   <source>{count} people found in {picture}</source>
   <translation>在 {picture} 中找到 {count} 人</translation>
  </message>
  <message>
   <source>{degrees}° beyond its range</source>
   <translation>超出范围 {degrees}°</translation>
  </message>
  <message>
   <source>{device}, {number} GB</source>
   <translation>{device}，{number} GB</translation>
  </message>
  <message>
   <source>{done} of {all} frames searched for people. D searches the rest; the motion is solved after that.</source>
   <translation>已在 {all} 帧中的 {done} 帧检测人物。按 D 检测其余帧，随后求解动作。</translation>
  </message>
  <message>
   <source>{edit} in view {number}</source>
   <translation>视图 {number}：{edit}</translation>
  </message>
  <message>
   <source>{edit}: camera as the file says</source>
   <translation>{edit}：相机按文件</translation>
  </message>
  <message>
   <source>{edit}: its camera is found</source>
   <translation>{edit}：相机由推算得出</translation>
  </message>
  <message>
   <source>{height} lines</source>
   <translation>{height} 行</translation>
  </message>
  <message>
   <source>{joint} beyond its range</source>
   <translation>{joint}超出范围</translation>
  </message>
  <message>
   <source>{joint} {degrees}° beyond its range</source>
   <translation>{joint}超出范围 {degrees}°</translation>
  </message>
  <message>
   <source>{joint}, found: {sure}</source>
   <translation>{joint}，检测：{sure}</translation>
  </message>
  <message>
   <source>{joint}, placed by hand</source>
   <translation>{joint}，手动放置</translation>
  </message>
  <message>
   <source>{joint}: click it, then drag its handle; right-click for its menu</source>
   <translation>{joint}：单击后拖动手柄；右键单击打开菜单</translation>
  </message>
  <message>
   <source>{keys} belongs to {command}; remove it there first</source>
   <translation>{keys} 已用于“{command}”；请先在那里移除</translation>
  </message>
  <message>
   <source>{known} of 17</source>
   <translation>{known}/17</translation>
  </message>
  <message>
   <source>{letter} {percent} %</source>
   <translation>{letter} {percent}%</translation>
  </message>
  <message>
   <source>{letter}, {share} of the poses</source>
   <translation>{letter}，占姿势的 {share}</translation>
  </message>
  <message>
   <source>{millimetres} mm (full frame), {degrees}° vertical field of view</source>
   <translation>{millimetres} mm（全画幅），垂直视场角 {degrees}°</translation>
  </message>
  <message>
   <source>{names}: expected a picture, its keypoint file, or one of each</source>
   <translation>{names}：需要图像、其关键点文件，或各一个</translation>
  </message>
  <message>
   <source>{name} already exists. Replace it?</source>
   <translation>{name} 已存在。是否替换？</translation>
  </message>
  <message>
   <source>{name} cannot be started</source>
   <translation>无法启动 {name}</translation>
  </message>
  <message>
   <source>{name} does not say in which order its keypoints are.</source>
   <translation>{name} 未说明关键点的顺序。</translation>
  </message>
  <message>
   <source>{name} gives keypoints as fractions of the picture, and not its size.</source>
   <translation>{name} 以图像比例给出关键点，但未给出图像尺寸。</translation>
  </message>
  <message>
   <source>{name} has been changed on disk since it was opened here, by another window or program. Overwrite those changes?</source>
   <translation>{name} 打开后已被其他窗口或程序更改。是否覆盖这些更改？</translation>
  </message>
  <message>
   <source>{name} has been edited, and is not saved as a project.</source>
   <translation>{name} 已编辑，但未保存为项目。</translation>
  </message>
  <message>
   <source>{name} has changed on disk.</source>
   <translation>{name} 在磁盘上已更改。</translation>
  </message>
  <message>
   <source>{name} is missing: people are found in its frames.</source>
   <translation>缺少 {name}：需在其帧中检测人物。</translation>
  </message>
  <message>
   <source>{name} is not a file PoseStudio can open</source>
   <translation>PoseStudio 无法打开 {name}</translation>
  </message>
  <message>
   <source>{name} is not a file that PoseStudio can open. Supported: {endings}</source>
   <translation>PoseStudio 无法打开 {name}。支持：{endings}</translation>
  </message>
  <message>
   <source>{name} was deleted.</source>
   <translation>已删除 {name}。</translation>
  </message>
  <message>
   <source>{name} was not opened</source>
   <translation>未打开 {name}</translation>
  </message>
  <message>
   <source>{name} was not opened: another file was opened first</source>
   <translation>未打开 {name}：已先打开其他文件</translation>
  </message>
  <message>
   <source>{name} was not written</source>
   <translation>未写入 {name}</translation>
  </message>
  <message>
   <source>{name}, frame {frame} of {frames}</source>
   <translation>{name}，第 {frame} 帧，共 {frames} 帧</translation>
  </message>
  <message numerus="yes">
   <source>{name}: %n cameras</source>
   <translation>
    <numerusform>{name}：%n 个相机</numerusform>
   </translation>
  </message>
  <message>
   <source>{name}: expected at least one frame of motion</source>
   <translation>{name}：至少需要一帧动作</translation>
  </message>
  <message>
   <source>{name}: expected the keypoints of at least one person</source>
   <translation>{name}：至少需要一个人的关键点</translation>
  </message>
  <message>
   <source>{name}: not the picture of {width} x {height} any more</source>
   <translation>{name}：不再是 {width} x {height} 的图像</translation>
  </message>
  <message>
   <source>{name}: {what}; a further view is a picture, or the keypoints of one, of the same moment</source>
   <translation>{name}：{what}；另一视图应为同一时刻的图像或其关键点</translation>
  </message>
  <message>
   <source>{number} h</source>
   <translation>{number} 小时</translation>
  </message>
  <message>
   <source>{number} min</source>
   <translation>{number} 分钟</translation>
  </message>
  <message>
   <source>{number} s</source>
   <translation>{number} 秒</translation>
  </message>
  <message>
   <source>{path} is not a file of this kind: {kind}</source>
   <translation>{path} 不是此类文件：{kind}</translation>
  </message>
  <message>
   <source>{path}: cannot be read: {problem}</source>
   <translation>{path}：无法读取：{problem}</translation>
  </message>
  <message>
   <source>{path}: expected a name ending in .png or .jpg</source>
   <translation>{path}：名称应以 .png 或 .jpg 结尾</translation>
  </message>
  <message>
   <source>{path}: expected a picture to place behind the keypoints</source>
   <translation>{path}：需要一张置于关键点后的图像</translation>
  </message>
  <message>
   <source>{path}: expected a picture, or the keypoints of one</source>
   <translation>{path}：需要图像或其关键点</translation>
  </message>
  <message>
   <source>{path}: not a picture that can be read{kinds}</source>
   <translation>{path}：不是可读取的图像{kinds}</translation>
  </message>
  <message>
   <source>{path}: not a video that can be read</source>
   <translation>{path}：不是可读取的视频</translation>
  </message>
  <message>
   <source>{path}: not saved: {problem}</source>
   <translation>{path}：未保存：{problem}</translation>
  </message>
  <message>
   <source>{path}: the picture is damaged: {problem}</source>
   <translation>{path}：图像已损坏：{problem}</translation>
  </message>
  <message>
   <source>{path}: there is not enough memory for this picture</source>
   <translation>{path}：内存不足，无法打开此图像</translation>
  </message>
  <message>
   <source>{path}: there is such a file already; choose another name</source>
   <translation>{path}：文件已存在；请选择其他名称</translation>
  </message>
  <message>
   <source>{percent} %</source>
   <translation>{percent}%</translation>
  </message>
  <message>
   <source>{percent} % of the sampled poses</source>
   <translation>占采样姿态的 {percent}%</translation>
  </message>
  <message>
   <source>{project} names files outside its folder: {names}</source>
   <translation>{project} 引用了其文件夹之外的文件：{names}</translation>
  </message>
  <message>
   <source>{project}: problem with its {kind} {name}: {why}</source>
   <translation>{project}：{kind} {name} 有问题：{why}</translation>
  </message>
  <message>
   <source>{seconds} s at {fps} frames per second</source>
   <translation>{seconds} 秒，每秒 {fps} 帧</translation>
  </message>
  <message numerus="yes">
   <source>{shown} of %n files</source>
   <translation>
    <numerusform>%n 个文件中的 {shown} 个</numerusform>
   </translation>
  </message>
  <message>
   <source>{step} of {steps} steps of {batch} poses, synthetic poses {share}</source>
   <translation>{step}/{steps} 步，每步 {batch} 个姿态，合成姿态 {share}</translation>
  </message>
  <message>
   <source>{title} is not finished. Stop it and close?</source>
   <translation>{title} 尚未完成。是否停止并关闭？</translation>
  </message>
  <message>
   <source>{unit}, {axis} up</source>
   <translation>{unit}，{axis} 轴向上</translation>
  </message>
  <message>
   <source>{view}, grid of 1 m</source>
   <translation>{view}，网格 1 m</translation>
  </message>
  <message>
   <source>{what}: the first number must not be above the second.</source>
   <translation>{what}：第一个数不得大于第二个数。</translation>
  </message>
  <message>
   <source>{who}: {count} of 17 keypoints detected</source>
   <translation>{who}：检测到 17 个关键点中的 {count} 个</translation>
  </message>
  <message>
   <source>{who}: {known} of 17 keypoints</source>
   <translation>{who}：17 个关键点中有 {known} 个</translation>
  </message>
  <message>
   <source>{width} x {height} pixels</source>
   <translation>{width} x {height} 像素</translation>
  </message>
  <message>
   <source>±{across} cm, in depth ±{depth} cm</source>
   <translation>±{across} cm，深度 ±{depth} cm</translation>
  </message>
 </context>
</TS>
