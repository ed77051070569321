"""What is made in xã Sùng Phài and the other wards, by key."""

from config.demo.catalogue import ProductData

PRODUCTS = {
    "mat-ong": ProductData(
        "ong",
        "Mật ong hoa rừng Sùng Phài",
        4,
        "Chai 500 ml",
        (180_000, 200_000),
        "Bản Sùng Phài",
        "Mật ong 100 %",
        "Mật ong nội lấy hai vụ mỗi năm, màu hổ phách, thơm mùi hoa rừng.",
        "Thùng ong đặt ở bìa rừng già, nơi hoa nở rải rác từ tháng Hai đến tháng Mười một.\n"
        "Hợp tác xã chỉ quay những cầu đã vít nắp nên mật đặc và để được lâu.\n"
        "Mỗi chai ghi rõ vụ và khu đặt ong, để người mua biết mình đang nếm mùa hoa nào.",
    ),
    "phan-hoa": ProductData(
        "ong",
        "Phấn hoa Sùng Phài",
        4,
        "Lọ 200 g",
        (120_000, 120_000),
        "Bản Sùng Phài",
        "Phấn hoa ong 100 %",
        "Phấn hoa ong sấy khô ở nhiệt độ thấp, hạt nhiều màu.",
        "Phấn được lấy bằng lưới ở cửa tổ vào buổi sáng, khi đàn ong đi làm rộ nhất.\n"
        "Mỗi đàn chỉ lấy phấn mười ngày một vụ để ong còn nuôi con.",
    ),
    "khan-tho-cam": ProductData(
        "tho-cam",
        "Khăn thổ cẩm Trung Chải",
        22,
        "Chiếc 35 × 180 cm",
        (250_000, 320_000),
        "Bản Trung Chải",
        "Vải lanh, chỉ tơ, chàm",
        "Khăn lanh dệt khung gỗ, nhuộm chàm, thêu tay hai đầu.",
        "Từ cây lanh đến chiếc khăn phải qua bốn mươi mốt công đoạn, phần lớn làm bằng tay.\n"
        "Chàm nhuộm đi nhuộm lại trong mười ngày để màu bền với nắng.\n"
        "Mỗi người thêu giữ một họa tiết của mẹ mình, nên không chiếc khăn nào hoàn toàn giống chiếc nào.",
    ),
    "tui-tho-cam": ProductData(
        "tho-cam",
        "Túi thổ cẩm Trung Chải",
        21,
        "Chiếc 28 × 32 cm",
        (180_000, 260_000),
        "Bản Trung Chải",
        "Vải lanh, da bò, chỉ tơ",
        "Túi đeo may từ vải lanh nhuộm chàm, quai da, khuy gỗ.",
        "Những mảnh vải còn lại sau khi cắt khăn được ghép thành thân túi.\n"
        "Quai và khuy do thợ trong bản làm, nên cả chiếc túi ra đời trong vòng năm cây số.",
    ),
    "du-lich": ProductData(
        "du-lich",
        "Du lịch cộng đồng bản Gia Khâu I",
        26,
        "Gói 2 ngày 1 đêm cho một khách",
        (450_000, 650_000),
        "Bản Gia Khâu I",
        "",
        "Nghỉ tại nhà dân, ăn cơm bản, đi bộ qua ruộng bậc thang và rừng trúc, xem múa khèn bên bếp lửa.",
        "Bản Gia Khâu I nằm cách trung tâm thành phố vài cây số nhưng buổi sáng chỉ nghe tiếng suối và tiếng gà.\n"
        "Khách ở nhà nào thì ăn cơm nhà ấy; đường đi, đội văn nghệ và bãi xe là của chung cả bản.\n"
        "Một phần tiền mỗi lượt khách được góp vào quỹ giữ đường và giữ nước.",
    ),
    "ruou-ngo": ProductData(
        "ruou",
        "Rượu ngô men lá Sùng Phài",
        14,
        "Chai 500 ml, 30 % vol",
        (80_000, 90_000),
        "Bản Làng Giảng",
        "Ngô, men lá, nước suối",
        "Rượu nấu từ ngô nương, ủ men lá rừng, chưng bằng chõ gỗ.",
        "Men được làm từ hơn mười loại lá, mỗi năm chỉ hái một lần sau mùa mưa.\n"
        "Ngô ủ đủ bảy ngày mới nấu, mỗi mẻ chỉ lấy phần rượu giữa.",
    ),
    "ruou-tao-meo": ProductData(
        "ruou",
        "Rượu táo mèo Sùng Phài",
        15,
        "Chai 500 ml, 25 % vol",
        (95_000, 95_000),
        "Bản Làng Giảng",
        "Quả sơn tra, rượu ngô, đường",
        "Rượu ngâm quả sơn tra chín trong rượu ngô men lá, màu vàng nâu, vị chua dịu.",
        "Sơn tra hái trên núi vào tháng Chín, cắt lát và ủ đường trước khi ngâm.\n"
        "Vò rượu đặt trong hầm đất mát, sau sáu tháng mới chắt.",
    ),
    "che-shan": ProductData(
        "che",
        "Chè Shan Sùng Phài",
        11,
        "Hộp 100 g",
        (120_000, 150_000),
        "Bản Cư Nhà La",
        "Búp chè Shan 100 %",
        "Chè xanh từ búp một tôm hai lá, sao tay trên chảo gang.",
        "Những cây chè trên sườn núi được hái ba vụ mỗi năm, vụ xuân thơm nhất.\n"
        "Chè hái trong buổi sáng phải sao xong trước khi trời tối.",
    ),
    "hong-tra": ProductData(
        "che",
        "Hồng trà Shan Sùng Phài",
        11,
        "Hộp 80 g",
        (160_000, 190_000),
        "Bản Cư Nhà La",
        "Búp chè Shan 100 %",
        "Hồng trà lên men hoàn toàn, nước đỏ trong, hậu ngọt mùi mật.",
        "Búp chè được làm héo qua đêm rồi mới vò, để lá tự lên men trong phòng ấm.\n"
        "Hợp tác xã mất ba vụ thử mới tìm được thời gian ủ hợp với búp chè ở độ cao này.\n"
        "Trên mỗi hộp có mã để xem lô chè được hái ở nương nào.",
    ),
    "rau-cai-meo": ProductData(
        "rau",
        "Rau cải mèo Quyết Tiến",
        1,
        "Bó 500 g",
        (15_000, 18_000),
        "Tổ dân phố số 6",
        "Rau cải mèo tươi",
        "Cải mèo lá xoăn, vị hơi đắng, thu hái trong ngày, có sổ ghi chép từng luống.",
        "Cải mèo chịu rét, càng lạnh lá càng giòn và ngọt.\n"
        "Rau cắt từ sáng sớm, rửa bằng nước giếng khoan đã kiểm nghiệm, trưa đã có ở chợ.",
    ),
    "mang-kho": ProductData(
        "rau",
        "Măng sặt khô Quyết Tiến",
        7,
        "Túi 300 g",
        (110_000, 120_000),
        "Tổ dân phố số 6",
        "Măng sặt 100 %",
        "Măng sặt luộc, xé sợi và sấy khô, không dùng lưu huỳnh.",
        "Măng sặt mọc rộ sau những trận mưa đầu mùa, chỉ hái được trong hai tháng.\n"
        "Sợi măng sấy bằng củi khô, giữ nguyên màu vàng sẫm tự nhiên.",
    ),
    "tinh-dau-sa": ProductData(
        "duoc-lieu",
        "Tinh dầu sả Quyết Thắng",
        20,
        "Lọ 10 ml",
        (60_000, 60_000),
        "Tổ dân phố số 7",
        "Tinh dầu sả 100 %",
        "Tinh dầu chưng cất hơi nước từ lá sả tươi.",
        "Sả được cắt khi trời khô ráo và chưng ngay trong ngày.\nMỗi tạ lá chỉ cho chừng nửa lít tinh dầu.",
    ),
    "cao-atiso": ProductData(
        "duoc-lieu",
        "Cao atiso Quyết Thắng",
        18,
        "Hộp 100 g",
        (150_000, 150_000),
        "Tổ dân phố số 7",
        "Lá, thân và hoa atiso",
        "Cao mềm nấu từ atiso tươi, pha nước uống.",
        "Atiso được nấu cô trong nồi hai vỏ suốt một ngày đêm.\nBảy cân lá tươi mới được một lạng cao.",
    ),
    "nuoc-son-tra": ProductData(
        "nuoc-qua",
        "Nước quả sơn tra Tân Phong",
        17,
        "Chai 330 ml",
        (18_000, 20_000),
        "Tổ dân phố số 21",
        "Nước ép sơn tra, nước, đường",
        "Nước ép sơn tra thanh trùng, chua ngọt, không chất bảo quản.",
        "Sơn tra mua tại vườn của bà con vùng cao vào tháng Chín.\n"
        "Quả ép nguội trong ngày, thanh trùng rồi đóng chai thủy tinh có thể dùng lại.",
    ),
    "hoa-dia-lan": ProductData(
        "hoa",
        "Hoa địa lan Đoàn Kết",
        23,
        "Chậu 7 đến 9 ngồng",
        (1_500_000, 3_500_000),
        "Tổ dân phố số 10",
        "",
        "Địa lan giống bản địa, ngồng dài, nở đúng dịp Tết.",
        "Mỗi chậu lan phải chăm bốn năm mới ra đủ ngồng.\n"
        "Trang trại hạ nhiệt nhà lưới từ tháng Chín để hoa nở vào cuối tháng Chạp.",
    ),
}
