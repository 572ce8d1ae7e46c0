"""What stories are made of. A change here changes every story, and older results no longer compare."""

WORDS = {
    kind: words.split()
    for kind, words in {
        "city": "东城 西关 南屏 北塘 临江 望湖 清河 平川 泉山 新桥 古城 石门 云岭 柳林 沙洲 红旗",
        "office": "市总工会 区总工会 县总工会 园区工会 街道工会 铁路工会 教育工会 建设工会 邮政工会 港口工会 矿区工会",
        "people": "环卫工人 配送员 货车司机 保育员 护士 电工 焊工 技术员 班组长 退休职工 青年职工 女职工 农民工",
        "deed": "开办 建成 送来 组织 推出 设立 扩建 启动 完成 延长 增设 牵头",
        "good": "暑期托管班 户外驿站 职工书屋 爱心食堂 夜间公交专线 心理热线 法律援助窗口 技能夜校 母婴关爱室 健康体检 "
        "互助保障 节前慰问 返乡专列 工资协商会 创新工作室 读书会 运动会 清凉物资 安全课堂 职工合唱团 培训补贴 理发点",
        "place": "车站 工地 港口 社区 物流园 医院 车间 文化宫 学校 服务区 农贸市场 产业园",
        "manner": "连续三年 当天 上门 免费 分批 就近 提前 逐户 全天 每周",
        "gain": "排队的时间少了一半 孩子有了去处 热水和热饭都有了着落 欠薪当月结清 夜班回家不再难 老师傅的手艺有人学了 "
        "意见当场有了答复 参加的人一年比一年多 看病报销一次办完 大家的干劲更足了",
        "matter": "休息室 工时 饭菜价格 技能等级 体检项目 子女上学 通勤班车 防暑用品 宿舍网络 合同文本",
        "start": "记者了解到 活动当天 入夏以来 春节前后 前不久 据工会统计 下一步 走访中 会后 几个月来",
        "heading": "从一条留言开始 账是这样算的 难处在哪里 大家怎么说 接下来怎么办 一年后再看",
        "family": "王 李 张 刘 陈 杨 赵 黄 周 吴",
        "name": "芳 敏 建国 晓东 海燕 雨桐",
        "role": "通讯员 编辑 摄影",
        "paper": "劳动周刊 工人晚报 职工之友 城市日报 产业新闻 工会通讯",
        "number": "12 18 26 35 48 60 75 90 120 160 240 300 420 680 900 1500 3200",
    }.items()
}

SENTENCES = (
    "{start}，{office}在{place}{deed}{good}，{number}名{people}参加。",
    "“{good}就在{place}门口，{gain}。”{people}{family}{name}说。",
    "{people}提了{number}条意见，说得最多的是{matter}和{matter}，{office}{manner}回了话。",
    "到月底，{good}{manner}开放了{number}次，{gain}，{gain}。",
    "{start}，{office}还要{deed}{good}，先从{place}做起，把{matter}也管起来。",
)
