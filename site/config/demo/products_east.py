"""What is made in xã San Thàng and phường Đông Phong, by key."""

from config.demo.catalogue import ProductData

PRODUCTS = {
    "mien-dong": ProductData(
        "mien",
        "Miến dong San Thàng",
        6,
        "Gói 500 g",
        (65_000, 75_000),
        "Bản Lùng Thàng",
        "Tinh bột dong riềng 100 %",
        "Miến sợi nhỏ, trong, dai, làm từ tinh bột dong riềng trồng ở Lùng Thàng, không pha bột khác, không phụ gia.",
        "Dong riềng trồng trên nương từ tháng Hai, đến tháng Mười thì đào củ, rửa ngay dưới suối trong ngày.\n"
        "Bột được lọc nhiều nước cho đến khi trắng, tráng thành lá rồi phơi trên phên tre trước khi cắt sợi.\n"
        "Vào vụ, cả bản dậy từ bốn giờ sáng để kịp nắng; sợi miến vì thế có màu hổ phách nhạt của nắng tháng Mười.",
    ),
    "bot-dong": ProductData(
        "mien",
        "Tinh bột dong riềng San Thàng",
        7,
        "Túi 1 kg",
        (45_000, 45_000),
        "Bản Lùng Thàng",
        "Tinh bột dong riềng 100 %",
        "Tinh bột lọc từ củ dong riềng tươi, dùng tráng miến, làm bánh và nấu chè.",
        "Củ dong đào buổi sáng được xát và lọc ngay buổi chiều để bột không bị chua.\n"
        "Bột lắng qua ba bể, phơi khô trên nong tre, giữ được mùi thơm nhẹ của củ.",
    ),
    "gao-seng-cu": ProductData(
        "gao",
        "Gạo Séng Cù Lở Thàng",
        3,
        "Túi 5 kg hút chân không",
        (160_000, 175_000),
        "Bản Lở Thàng",
        "Gạo Séng Cù 100 %",
        "Gạo hạt dài, cơm dẻo và thơm, trồng một vụ mỗi năm trên ruộng bậc thang lấy nước suối.",
        "Cánh đồng Lở Thàng lấy nước từ khe núi nên lúa chín chậm, hạt chắc.\n"
        "Các hộ cùng gieo một giống, gặt trong mười ngày và phơi chung một sân để gạo đều màu.\n"
        "Gạo chỉ xát khi có đơn hàng, vì thế mở túi ra vẫn còn mùi thơm của lúa mới.",
    ),
    "gao-nep-tan": ProductData(
        "gao",
        "Gạo nếp tan Lở Thàng",
        3,
        "Túi 2 kg",
        (90_000, 90_000),
        "Bản Lở Thàng",
        "Gạo nếp tan 100 %",
        "Nếp hạt tròn, xôi dẻo lâu, dùng đồ xôi và gói bánh ngày lễ.",
        "Giống nếp tan được các gia đình giữ lại từng bông đẹp nhất sau mỗi vụ.\n"
        "Xôi nếp tan để qua ngày vẫn mềm, nên bà con hay mang theo khi đi nương.",
    ),
    "gao-lut": ProductData(
        "gao",
        "Gạo lứt đỏ Lở Thàng",
        3,
        "Túi 1 kg",
        (55_000, 55_000),
        "Bản Lở Thàng",
        "Gạo lứt đỏ 100 %",
        "Gạo đỏ xát dối còn nguyên lớp cám, nấu cơm hoặc rang làm trà.",
        "Lúa đỏ cấy ở chân ruộng cao, ít sâu bệnh nên gần như không phải phun thuốc.\n"
        "Hợp tác xã xát dối bằng cối nhỏ để giữ lại lớp cám màu nâu đỏ.",
    ),
    "gao-nep-cam": ProductData(
        "gao",
        "Gạo nếp cẩm Lở Thàng",
        3,
        "Túi 1 kg hút chân không",
        (70_000, 80_000),
        "Bản Lở Thàng",
        "Gạo nếp cẩm 100 %",
        "Nếp tím đậm, dùng đồ xôi, nấu chè và ủ rượu nếp; có mã truy xuất nguồn gốc trên từng túi.",
        "Ruộng nếp cẩm nằm sát chân núi, mỗi nhà chỉ cấy một hai thửa để dành cho Tết.\n"
        "Từ khi hợp tác xã bao tiêu, diện tích tăng lên 9 ha và có nhật ký canh tác cho từng thửa.\n"
        "Màu tím của hạt ra ngay trong nước vo đầu tiên, đó là cách bà con thử gạo thật.",
    ),
    "banh-chung-den": ProductData(
        "banh",
        "Bánh chưng đen dân tộc Giáy San Thàng",
        6,
        "Gói 2 chiếc, 700 g",
        (60_000, 70_000),
        "Bản San Thàng",
        "Gạo nếp, đỗ xanh, thịt lợn, than cây núc nác, thảo quả",
        "Bánh gói dài, vỏ đen thơm mùi than cây núc nác, nhân đỗ và thịt.",
        "Than cây núc nác được giã mịn, rây kỹ rồi xóc với gạo nếp cho đến khi từng hạt đen bóng.\n"
        "Bánh gói bằng lá dong rừng, luộc suốt một đêm bên bếp củi; mâm Tết của người Giáy không thể thiếu.",
    ),
    "banh-bong": ProductData(
        "banh",
        "Bánh bỏng dân tộc Giáy San Thàng",
        6,
        "Hộp 10 chiếc",
        (50_000, 50_000),
        "Bản San Thàng",
        "Gạo nếp, mật mía, gừng",
        "Bánh nếp rang phồng, ngào mật mía và gừng, giòn và thơm.",
        "Gạo nếp đồ chín, giã, cán mỏng, phơi khô rồi mới rang cho nở.\n"
        "Ngày trước bánh bỏng chỉ làm khi có đám cưới; nay bán quanh năm ở chợ phiên San Thàng.",
    ),
    "banh-day": ProductData(
        "banh",
        "Bánh dày ngải cứu San Thàng",
        6,
        "Hộp 6 chiếc",
        (45_000, 45_000),
        "Bản San Thàng",
        "Gạo nếp, ngải cứu, vừng",
        "Bánh dày xanh màu ngải cứu, nhân vừng rang, ăn dẻo và không ngấy.",
        "Lá ngải hái lúc còn sương, luộc với nước tro cho mềm rồi giã cùng xôi nóng.\n"
        "Hai người một chày, giã đến khi tay không dính bột thì bánh mới đạt.",
    ),
    "thit-trau": ProductData(
        "thit",
        "Thịt trâu gác bếp Phan Lìn",
        8,
        "Túi 300 g hút chân không",
        (280_000, 300_000),
        "Bản Phan Lìn",
        "Thịt trâu, mắc khén, gừng, ớt, muối",
        "Thịt trâu thái dọc thớ, ướp mắc khén, sấy trên khói bếp củi.",
        "Thịt treo trên gác bếp hai ngày hai đêm, khói nhãn và khói sồi làm miếng thịt đỏ sẫm.\n"
        "Mỗi nhà có một cách ướp, nhưng không nhà nào thiếu mắc khén.",
    ),
    "lap-xuong": ProductData(
        "thit",
        "Lạp xưởng lợn đen Phan Lìn",
        8,
        "Túi 500 g hút chân không",
        (150_000, 160_000),
        "Bản Phan Lìn",
        "Thịt lợn đen, mắc khén, rượu, muối, đường",
        "Lạp xưởng thịt lợn đen nuôi thả đồi, hun khói, ăn săn và thơm.",
        "Lợn đen của bản ăn ngô và rau rừng, lớn chậm nên thịt chắc.\n"
        "Lạp xưởng được phơi nắng một ngày rồi mới hun, để vỏ khô mà ruột vẫn mềm.",
    ),
    "trung-ga": ProductData(
        "thit",
        "Trứng gà đen Phan Lìn",
        2,
        "Hộp 10 quả",
        (55_000, 55_000),
        "Bản Phan Lìn",
        "Trứng gà tươi",
        "Trứng của giống gà xương đen thả đồi, lòng đỏ đậm, có ngày đẻ in trên vỏ.",
        "Đàn gà đen được thả trong vườn mận, tối tự về chuồng.\n"
        "Mỗi quả trứng được soi, lau khô và ghi ngày trước khi xếp hộp.",
    ),
    "cham-cheo": ProductData(
        "gia-vi",
        "Chẳm chéo khô Đông Phong",
        10,
        "Lọ 100 g",
        (40_000, 45_000),
        "Tổ dân phố số 5",
        "Mắc khén, ớt khô, tỏi, sả, muối",
        "Gia vị chấm của người Thái: mắc khén, ớt, tỏi và muối rang giã nhỏ, thơm cay và tê nhẹ đầu lưỡi.",
        "Mắc khén phải rang vừa lửa rồi giã khi còn nóng thì mới dậy mùi.\n"
        "Công thức do một nhóm phụ nữ Thái trong phường góp lại, mỗi mẻ đều được nếm trước khi đóng lọ.\n"
        "Chỉ cần một đĩa xôi và một thìa chẳm chéo là thành bữa.",
    ),
    "cham-cheo-uot": ProductData(
        "gia-vi",
        "Chẳm chéo ướt Đông Phong",
        9,
        "Hũ 200 g",
        (50_000, 50_000),
        "Tổ dân phố số 5",
        "Mắc khén, ớt tươi, tỏi, rau mùi, nước mắm",
        "Chẳm chéo dạng sốt, ăn kèm cá nướng và rau luộc.",
        "Các loại rau thơm được giã tươi cùng ớt nướng, làm mẻ nào bán hết mẻ ấy.\n"
        "Hợp tác xã vừa đầu tư nồi thanh trùng nhỏ để hũ chẳm chéo giữ được ba tháng.",
    ),
    "mac-khen": ProductData(
        "gia-vi",
        "Hạt mắc khén rang Đông Phong",
        10,
        "Lọ 60 g",
        (45_000, 45_000),
        "Tổ dân phố số 5",
        "Hạt mắc khén 100 %",
        "Hạt mắc khén rừng rang chín, dùng ướp thịt và pha nước chấm.",
        "Mắc khén chín vào cuối thu, phải trèo lên ngọn để hái từng chùm.\n"
        "Hạt phơi trong bóng râm rồi mới rang, vì nắng gắt làm bay mất mùi thơm.",
    ),
    "mac-ca-say": ProductData(
        "mac-ca",
        "Mắc ca sấy nứt vỏ Đông Phong",
        7,
        "Hộp 500 g",
        (140_000, 160_000),
        "Tổ dân phố số 9",
        "Hạt mắc ca 100 %",
        "Hạt mắc ca sấy chậm, vỏ nứt sẵn, nhân trắng ngà và bùi.",
        "Quả mắc ca rụng được nhặt trong ngày, bóc vỏ xanh và sấy chậm ở nhiệt độ thấp.\n"
        "Vỏ từng hạt được cưa một đường nhỏ, kèm theo chiếc chìa tách để ai cũng mở được.",
    ),
    "nhan-mac-ca": ProductData(
        "mac-ca",
        "Nhân mắc ca sấy Đông Phong",
        7,
        "Hộp 250 g",
        (130_000, 150_000),
        "Tổ dân phố số 9",
        "Nhân hạt mắc ca 100 %",
        "Nhân mắc ca nguyên hạt, sấy giòn, không tẩm.",
        "Chỉ những hạt nguyên, không sứt mới được đóng hộp nhân.\n"
        "Nhân sấy xong được để nguội trong phòng kín rồi mới hút chân không.",
    ),
    "dau-mac-ca": ProductData(
        "mac-ca",
        "Dầu mắc ca ép lạnh Đông Phong",
        8,
        "Chai 100 ml",
        (180_000, 180_000),
        "Tổ dân phố số 9",
        "Dầu mắc ca ép lạnh 100 %",
        "Dầu ép lạnh từ nhân mắc ca, dùng trộn rau và nấu cho trẻ nhỏ.",
        "Những nhân vỡ không đóng hộp được đem ép lạnh thành dầu, không bỏ phí hạt nào.\n"
        "Dầu để lắng mười ngày rồi lọc qua giấy trước khi rót chai.",
    ),
    "bun-kho": ProductData(
        "bun",
        "Bún khô Đông Phong",
        6,
        "Gói 500 g",
        (30_000, 35_000),
        "Tổ dân phố số 2",
        "Gạo tẻ, nước, muối",
        "Bún sợi tròn, trắng tự nhiên, nấu không bở.",
        "Gạo ngâm qua đêm, xay nước và ép tay trước khi hấp chín.\n"
        "Bún phơi dưới mái che nên không lẫn bụi, ba nắng là đóng gói được.",
    ),
    "pho-kho": ProductData(
        "bun",
        "Phở khô Đông Phong",
        6,
        "Gói 500 g",
        (32_000, 36_000),
        "Tổ dân phố số 2",
        "Gạo tẻ, nước, muối",
        "Bánh phở khô sợi bản nhỏ, làm từ gạo xay nước, tráng tay.",
        "Bánh tráng mỏng trên vải, gác lên phên tre rồi cắt bằng dao cầu.\n"
        "Sợi phở khô Đông Phong theo chân người Lai Châu đi xa như một món quà nhẹ.",
    ),
}
